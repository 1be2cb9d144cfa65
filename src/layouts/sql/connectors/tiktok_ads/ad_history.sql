-- Ads: one row per version.
SELECT
    1790000000000000000 + a.ad_id AS ad_id,
    CAST(7100000000000000001 AS BIGINT) AS advertiser_id,
    1790000000000000000 + a.campaign_id AS campaign_id,
    1790000000000000000 + a.ad_set_id AS adgroup_id,
    concat(a.name, v.name_suffix) AS ad_name,
    c.body AS ad_text,
    upper(CAST(c.call_to_action AS VARCHAR)) AS call_to_action,
    CASE WHEN v.is_active THEN 'AD_STATUS_DELIVERY_OK' ELSE 'AD_STATUS_DISABLE' END AS status,
    u.url AS landing_page_url,
    CAST(NULL AS VARCHAR) AS click_tracking_url,
    CAST(NULL AS VARCHAR) AS impression_tracking_url,
    v.created_at AS create_time,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM ads a
JOIN creatives c ON c.creative_id = a.creative_id
JOIN _utm u ON u.ad_id = a.ad_id
JOIN _versions v ON v.kind = 'ad' AND v.id = a.ad_id
WHERE a.platform = 'tiktok'
ORDER BY ad_id, updated_at
