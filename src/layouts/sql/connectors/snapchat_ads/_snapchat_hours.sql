-- What Snapchat's ads, ad squads and campaigns did in each hour, by the local time of the regions that
-- they ran in: one row per level, hour and id with any delivery. Money is in micros.
SELECT
    h.level,
    i.uuid AS id,
    CAST(h.date AS TIMESTAMP) + arrow_cast(h.hour * 3600000000000, 'Duration(Nanosecond)') AS date,
    sum(h.impressions) AS impressions,
    sum(h.clicks) AS swipes,
    sum(h.cents) * 10000 AS spend,
    sum(h.views) AS video_views,
    (3 * sum(h.views) + sum(h.completions)) / 4 AS quartile_1,
    (sum(h.views) + sum(h.completions)) / 2 AS quartile_2,
    (sum(h.views) + 3 * sum(h.completions)) / 4 AS quartile_3,
    sum(h.completions) AS view_completion,
    sum((h.views + h.completions) * coalesce(c.length_seconds, 0) * 500) AS view_time_millis,
    CAST(0 AS BIGINT) AS attachment_quartile_1,
    CAST(0 AS BIGINT) AS attachment_quartile_2,
    CAST(0 AS BIGINT) AS attachment_quartile_3,
    CAST(0 AS BIGINT) AS attachment_view_completion,
    CAST(0 AS BIGINT) AS attachment_total_view_time_millis,
    sum(h.engagements) - sum(h.engagements) / 10 AS saves,
    sum(h.engagements) / 10 AS shares,
    sum(h.conversions) AS conversion_purchases,
    sum(h.revenue_cents) * 10000 AS conversion_purchases_value,
    sum(h.carts) AS conversion_add_cart,
    sum(h.leads) AS conversion_sign_ups,
    CAST(h.date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _hour_levels h
JOIN _uuids i ON i.kind = replace(h.level, 'ad_set', 'ad_squad') AND i.id = h.id
JOIN ads a ON a.ad_id = h.ad_id
JOIN creatives c ON c.creative_id = a.creative_id
WHERE h.platform = 'snapchat'
GROUP BY h.level, h.date, h.hour, i.uuid
