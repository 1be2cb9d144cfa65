-- Snapchat's daily statistics by ad: money in micros, clicks called swipes, ids that are UUIDs, days
-- as pairs of moments with the account's offset.
SELECT
    CAST(arrow_cast(arrow_cast(d.date, 'Timestamp(Second, None)'),
        'Timestamp(Second, Some("{{timezone}}"))') AS VARCHAR) AS start_time,
    CAST(arrow_cast(arrow_cast(d.date + INTERVAL '1 day', 'Timestamp(Second, None)'),
        'Timestamp(Second, Some("{{timezone}}"))') AS VARCHAR) AS end_time,
    '5aa70000-5c4a-4a00-8a00-000000000001' AS ad_account_id,
    c.uuid AS campaign_id,
    d.campaign AS campaign_name,
    t.uuid AS ad_squad_id,
    d.ad_set AS ad_squad_name,
    a.uuid AS ad_id,
    d.ad AS ad_name,
    d.currency,
    d.impressions,
    d.clicks AS swipes,
    CAST(d.spend * 1000000 AS BIGINT) AS spend,
    d.video_views,
    (3 * d.video_views + d.video_completions) / 4 AS quartile_1,
    (d.video_views + d.video_completions) / 2 AS quartile_2,
    (d.video_views + 3 * d.video_completions) / 4 AS quartile_3,
    d.video_completions AS view_completion,
    d.engagements - d.engagements / 10 AS saves,
    d.engagements / 10 AS shares,
    d.claimed_conversions AS conversion_purchases,
    CAST(d.claimed_revenue * 1000000 AS BIGINT) AS conversion_purchases_value,
    d.add_to_carts AS conversion_add_cart,
    d.leads AS conversion_sign_ups
FROM _ad_days d
JOIN _uuids c ON c.kind = 'campaign' AND c.id = d.campaign_id
JOIN _uuids t ON t.kind = 'ad_squad' AND t.id = d.ad_set_id
JOIN _uuids a ON a.kind = 'ad' AND a.id = d.ad_id
WHERE d.platform = 'snapchat'
ORDER BY start_time, ad_id
