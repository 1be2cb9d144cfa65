-- What people typed: three terms for each keyword, with six, three and one tenths of it, rounded so
-- that they add up to the keyword's day. One row per date, ad set, keyword and term that did anything.
WITH terms AS (
    SELECT 1 AS term_number, 6 AS share_run
    UNION ALL
    SELECT 2 AS term_number, 9 AS share_run
    UNION ALL
    SELECT 3 AS term_number, 10 AS share_run
),
split AS (
    SELECT
        k.*,
        t.term_number,
        CASE t.term_number
            WHEN 1 THEN k.keyword
            WHEN 2 THEN concat(k.keyword, ' online')
            ELSE concat('buy ', k.keyword)
        END AS search_term,
        (k.impressions * t.share_run + 5) / 10 AS impressions_run,
        t.share_run
    FROM _keyword_days k
    CROSS JOIN terms t
),
clicked AS (
    SELECT
        *,
        CASE WHEN impressions > 0
            THEN (clicks * impressions_run + impressions / 2) / greatest(impressions, 1)
            ELSE (clicks * share_run + 5) / 10
        END AS clicks_run
    FROM split
),
running AS (
    SELECT
        *,
        CASE WHEN impressions > 0
            THEN (cents * impressions_run + impressions / 2) / greatest(impressions, 1)
            ELSE (cents * share_run + 5) / 10
        END AS cents_run,
        CASE WHEN clicks > 0
            THEN (conversions * clicks_run + clicks / 2) / greatest(clicks, 1)
            ELSE (conversions * share_run + 5) / 10
        END AS conversions_run
    FROM clicked
),
differences AS (
    SELECT
        date, platform, campaign_id, ad_set_id, number, keyword, match_type, term_number, search_term,
        impressions_run - lag(impressions_run, 1, 0) OVER words AS impressions,
        clicks_run - lag(clicks_run, 1, 0) OVER words AS clicks,
        cents_run - lag(cents_run, 1, 0) OVER words AS cents,
        conversions_run - lag(conversions_run, 1, 0) OVER words AS conversions,
        revenue_cents * conversions_run / greatest(conversions, 1)
            - lag(revenue_cents * conversions_run / greatest(conversions, 1), 1, 0) OVER words
            AS revenue_cents
    FROM running
    WINDOW words AS (PARTITION BY date, ad_set_id, number ORDER BY term_number)
)
SELECT *
FROM differences
WHERE impressions > 0 OR cents > 0 OR conversions > 0
