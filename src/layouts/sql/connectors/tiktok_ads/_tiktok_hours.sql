-- What TikTok's ads, ad groups and campaigns did in each hour, by the local time of the regions that
-- they ran in: one row per level, hour and id with any delivery.
SELECT
    level,
    1790000000000000000 + id AS id,
    CAST(date AS TIMESTAMP) + arrow_cast(hour * 3600000000000, 'Duration(Nanosecond)') AS stat_time_hour,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    CAST(CAST(sum(cents) AS DECIMAL(18, 2)) / 100 AS DECIMAL(18, 2)) AS spend,
    sum(reach) AS reach,
    sum(conversions) AS conversion,
    sum(conversions) AS real_time_conversion,
    CAST(CAST(sum(revenue_cents) AS DECIMAL(18, 2)) / 100 AS DECIMAL(18, 2)) AS total_purchase_value,
    CAST(0 AS DECIMAL(18, 2)) AS total_sales_lead_value,
    CAST(sum(cents) AS DOUBLE) / 100 / nullif(sum(clicks), 0) AS cpc,
    CAST(sum(cents) AS DOUBLE) * 10 / nullif(sum(impressions), 0) AS cpm,
    100 * CAST(sum(clicks) AS DOUBLE) / nullif(sum(impressions), 0) AS ctr,
    CAST(sum(cents) AS DOUBLE) / 100 / nullif(sum(conversions), 0) AS cost_per_conversion,
    100 * CAST(sum(conversions) AS DOUBLE) / nullif(sum(clicks), 0) AS conversion_rate,
    sum(engagements) - sum(engagements) / 20 - sum(engagements) / 10 AS likes,
    sum(engagements) / 20 AS comments,
    sum(engagements) / 10 AS shares,
    CAST(0 AS BIGINT) AS follows,
    CAST(0 AS BIGINT) AS profile_visits,
    sum(views) AS video_play_actions,
    sum(views) AS video_watched_2_s,
    (7 * sum(views) + sum(completions)) / 8 AS video_watched_6_s,
    (3 * sum(views) + sum(completions)) / 4 AS video_views_p_25,
    (sum(views) + sum(completions)) / 2 AS video_views_p_50,
    (sum(views) + 3 * sum(completions)) / 4 AS video_views_p_75,
    sum(completions) AS video_views_p_100,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _hour_levels
WHERE platform = 'tiktok'
GROUP BY level, date, hour, id
