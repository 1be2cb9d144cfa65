-- Ads: one row per version, the latest being the active one. The addresses are a list in brackets.
SELECT
    700000000000 + a.ad_id AS id,
    150000000000 + a.ad_set_id AS ad_group_id,
    concat(a.name, v.name_suffix) AS name,
    CASE c.format
        WHEN 'search_text' THEN 'RESPONSIVE_SEARCH_AD'
        WHEN 'shopping' THEN 'SHOPPING_PRODUCT_AD'
        WHEN 'performance_max' THEN 'SHOPPING_SMART_AD'
        WHEN 'video' THEN 'VIDEO_RESPONSIVE_AD'
        WHEN 'in_stream' THEN 'VIDEO_TRUEVIEW_IN_STREAM_AD'
        ELSE 'RESPONSIVE_DISPLAY_AD'
    END AS type,
    CASE WHEN v.is_active THEN 'ENABLED' ELSE 'PAUSED' END AS status,
    '{{name}}.example' AS display_url,
    concat('[', u.url, ']') AS final_urls,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM ads a
JOIN creatives c ON c.creative_id = a.creative_id
JOIN _utm u ON u.ad_id = a.ad_id
JOIN _versions v ON v.kind = 'ad' AND v.id = a.ad_id
WHERE a.platform = 'google'
ORDER BY id, updated_at
