-- What each keyword of a search campaign did on each day, by splitting its ad set's day: no log says
-- which words were searched for. The words are the catalogue's categories, or its brands where the
-- campaign is after the brand, with fixed weights. The split is that of `_hours`, so the keywords of an
-- ad set add up to what its search ads did. One row per date, ad set and keyword that did anything.
WITH days AS (
    SELECT
        date, platform, campaign_id, objective, tactic, ad_set_id,
        sum(CAST(impressions AS BIGINT)) AS impressions,
        sum(CAST(clicks AS BIGINT)) AS clicks,
        CAST(sum(spend) * 100 AS BIGINT) AS cents,
        sum(CAST(claimed_conversions AS BIGINT)) AS conversions,
        CAST(sum(claimed_revenue) * 100 AS BIGINT) AS revenue_cents,
        (CAST(ad_set_id AS BIGINT) * 7919 + CAST(date AS INT) * CAST(104729 AS BIGINT)) % 1000003 AS draw
    FROM _delivery
    WHERE (platform = 'google' AND format = 'search_text')
       OR (platform = 'amazon' AND format IN ('sponsored_product', 'sponsored_brand'))
    GROUP BY date, platform, campaign_id, objective, tactic, ad_set_id
),
split AS (
    SELECT
        d.*,
        k.number,
        k.keyword,
        k.match_type,
        k.weight_run,
        k.weight_all,
        (d.impressions * k.weight_run + d.draw * k.weight_all / 1000003) / k.weight_all AS impressions_run
    FROM days d
    JOIN _keywords k ON k.ad_set_id = d.ad_set_id
),
based AS (
    SELECT
        *,
        CASE WHEN impressions > 0 THEN impressions_run ELSE weight_run END AS along_run,
        CASE WHEN impressions > 0 THEN impressions ELSE weight_all END AS along_all
    FROM split
),
clicked AS (
    SELECT *, (clicks * along_run + draw * along_all / 1000003) / along_all AS clicks_run FROM based
),
running AS (
    SELECT
        *,
        (cents * along_run + draw * along_all / 1000003) / along_all AS cents_run,
        CASE WHEN clicks > 0
            THEN (conversions * clicks_run + draw * clicks / 1000003) / greatest(clicks, 1)
            ELSE (conversions * along_run + draw * along_all / 1000003) / along_all
        END AS conversions_run
    FROM clicked
),
differences AS (
    SELECT
        date, platform, campaign_id, ad_set_id, number, keyword, match_type,
        impressions_run - lag(impressions_run, 1, 0) OVER words AS impressions,
        clicks_run - lag(clicks_run, 1, 0) OVER words AS clicks,
        cents_run - lag(cents_run, 1, 0) OVER words AS cents,
        conversions_run - lag(conversions_run, 1, 0) OVER words AS conversions,
        revenue_cents * conversions_run / greatest(conversions, 1)
            - lag(revenue_cents * conversions_run / greatest(conversions, 1), 1, 0) OVER words
            AS revenue_cents
    FROM running
    WINDOW words AS (PARTITION BY date, ad_set_id ORDER BY number)
)
SELECT *
FROM differences
WHERE impressions > 0 OR cents > 0 OR conversions > 0
