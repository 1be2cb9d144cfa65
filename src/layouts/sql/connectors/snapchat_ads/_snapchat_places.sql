-- What each campaign of Snapchat did in each country and in each region: one row per level of place, day,
-- campaign and place with any delivery. Money is in micros.
WITH places AS (
    SELECT 'country' AS level, lower(country) AS place, * FROM _delivery
    UNION ALL
    SELECT 'region' AS level, region AS place, * FROM _delivery
),
days AS (
    SELECT
        date, campaign_id, level, place,
        sum(CAST(impressions AS BIGINT)) AS impressions,
        sum(CAST(clicks AS BIGINT)) AS clicks,
        CAST(sum(spend) * 100 AS BIGINT) AS cents,
        sum(CAST(coalesce(video_views, 0) AS BIGINT)) AS views,
        sum(CAST(coalesce(video_completions, 0) AS BIGINT)) AS completions,
        sum(CAST(coalesce(video_views, 0) + coalesce(video_completions, 0) AS BIGINT)
            * coalesce(length_seconds, 0) * 500) AS view_millis,
        sum(CAST(engagements AS BIGINT)) AS engagements,
        sum(CAST(leads AS BIGINT)) AS leads,
        sum(CAST(add_to_carts AS BIGINT)) AS carts,
        sum(CAST(claimed_conversions AS BIGINT)) AS conversions,
        CAST(sum(claimed_revenue) * 100 AS BIGINT) AS revenue_cents
    FROM places
    WHERE platform = 'snapchat'
    GROUP BY date, campaign_id, level, place
)
SELECT
    i.uuid AS campaign_id,
    CAST(d.date AS TIMESTAMP) AS date,
    d.level,
    d.place,
    d.impressions,
    d.clicks AS swipes,
    d.cents * 10000 AS spend,
    d.views AS video_views,
    (3 * d.views + d.completions) / 4 AS quartile_1,
    (d.views + d.completions) / 2 AS quartile_2,
    (d.views + 3 * d.completions) / 4 AS quartile_3,
    d.completions AS view_completion,
    d.view_millis AS view_time_millis,
    CAST(0 AS BIGINT) AS attachment_quartile_1,
    CAST(0 AS BIGINT) AS attachment_quartile_2,
    CAST(0 AS BIGINT) AS attachment_quartile_3,
    CAST(0 AS BIGINT) AS attachment_view_completion,
    CAST(0 AS BIGINT) AS attachment_total_view_time_millis,
    d.engagements - d.engagements / 10 AS saves,
    d.engagements / 10 AS shares,
    d.conversions AS conversion_purchases,
    d.revenue_cents * 10000 AS conversion_purchases_value,
    d.carts AS conversion_add_cart,
    d.leads AS conversion_sign_ups,
    CAST(d.date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM days d
JOIN _uuids i ON i.kind = 'campaign' AND i.id = d.campaign_id
WHERE d.impressions > 0 OR d.cents > 0 OR d.conversions > 0
