-- Ad groups: one row per version, the latest being the active one.
SELECT
    150000000000 + t.ad_set_id AS id,
    20000000000 + t.campaign_id AS campaign_id,
    k.name AS campaign_name,
    concat(t.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ENABLED' ELSE 'PAUSED' END AS status,
    CASE c.channel_type
        WHEN 'SEARCH' THEN 'SEARCH_STANDARD'
        WHEN 'SHOPPING' THEN 'SHOPPING_PRODUCT_ADS'
        WHEN 'VIDEO' THEN 'VIDEO_RESPONSIVE'
        WHEN 'PERFORMANCE_MAX' THEN 'SHOPPING_SMART_ADS'
        ELSE 'DISPLAY_STANDARD'
    END AS type,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM ad_sets t
JOIN campaigns k ON k.campaign_id = t.campaign_id
JOIN _channel_types c ON c.campaign_id = t.campaign_id
JOIN _versions v ON v.kind = 'ad_set' AND v.id = t.ad_set_id
WHERE t.platform = 'google'
ORDER BY id, updated_at
