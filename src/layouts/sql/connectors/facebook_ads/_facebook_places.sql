-- What Facebook's ads did in each country and in each region: one row per level of place, date and place.
WITH places AS (
    SELECT 'country' AS level, country AS place, * FROM _delivery
    UNION ALL
    SELECT 'region' AS level, region AS place, * FROM _delivery
),
days AS (
    SELECT
        date, level, place,
        sum(impressions) AS impressions,
        sum(reach) AS reach,
        sum(clicks) AS clicks,
        sum(engagements) AS engagements,
        sum(spend) AS spend
    FROM places
    WHERE platform IN ('meta', 'facebook')
    GROUP BY date, level, place
)
SELECT
    CAST(102030405060708 AS BIGINT) AS account_id,
    date,
    level,
    place,
    impressions,
    reach,
    CAST(impressions AS DOUBLE) / nullif(reach, 0) AS frequency,
    clicks AS inline_link_clicks,
    CAST(spend AS DOUBLE) AS spend,
    CAST(spend AS DOUBLE) / nullif(clicks + engagements, 0) AS cpc,
    1000 * CAST(spend AS DOUBLE) / nullif(impressions, 0) AS cpm,
    100 * CAST(clicks + engagements AS DOUBLE) / nullif(impressions, 0) AS ctr,
    CAST(spend AS DOUBLE) / nullif(clicks, 0) AS cost_per_inline_link_click,
    100 * CAST(clicks AS DOUBLE) / nullif(impressions, 0) AS inline_link_click_ctr,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM days
