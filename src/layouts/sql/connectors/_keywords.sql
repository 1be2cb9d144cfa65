-- The keywords of each ad set that holds search ads: the catalogue's categories, or its brands where
-- the campaign is after the brand; at most twelve. One row per ad set and keyword.
WITH searching AS (
    SELECT
        t.ad_set_id,
        t.campaign_id,
        CAST(t.platform AS VARCHAR) AS platform,
        CASE WHEN k.tactic = 'brand' THEN 'brand' ELSE 'category' END AS about
    FROM ad_sets t
    JOIN campaigns k ON k.campaign_id = t.campaign_id
    WHERE t.ad_set_id IN (
        SELECT a.ad_set_id
        FROM ads a
        JOIN creatives v ON v.creative_id = a.creative_id
        WHERE (a.platform = 'google' AND v.format = 'search_text')
           OR (a.platform = 'amazon' AND v.format IN ('sponsored_product', 'sponsored_brand'))
    )
),
words AS (
    SELECT 'category' AS about, lower(name) AS keyword FROM categories
    UNION
    SELECT 'brand' AS about, lower(CAST(brand AS VARCHAR)) AS keyword FROM products
),
numbered AS (
    SELECT
        about,
        keyword,
        CAST(row_number() OVER (PARTITION BY about ORDER BY keyword) AS BIGINT) AS number
    FROM words
),
weighed AS (
    SELECT
        s.platform,
        s.campaign_id,
        s.ad_set_id,
        n.number,
        n.keyword,
        CASE (s.ad_set_id + n.number) % 3
            WHEN 0 THEN 'EXACT'
            WHEN 1 THEN 'PHRASE'
            ELSE 'BROAD'
        END AS match_type,
        1 + (s.ad_set_id * 7 + n.number * 13) % 9 AS weight
    FROM searching s
    JOIN numbered n ON n.about = s.about
    WHERE n.number <= 12
)
SELECT
    platform,
    campaign_id,
    ad_set_id,
    number,
    keyword,
    match_type,
    sum(weight) OVER (PARTITION BY ad_set_id ORDER BY number) AS weight_run,
    sum(weight) OVER (PARTITION BY ad_set_id) AS weight_all
FROM weighed
