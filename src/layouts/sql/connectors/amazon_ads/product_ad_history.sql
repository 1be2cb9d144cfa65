-- Product ads: one row per version, with the product that the ad shows.
SELECT
    400000000000000 + a.ad_id AS id,
    300000000000000 + a.ad_set_id AS ad_group_id,
    200000000000000 + a.campaign_id AS campaign_id,
    p.asin,
    p.sku,
    CASE WHEN v.is_active THEN 'enabled' ELSE 'paused' END AS state,
    CASE WHEN v.is_active THEN 'AD_STATUS_LIVE' ELSE 'AD_PAUSED' END AS serving_status,
    v.created_at AS creation_date,
    v.updated_at AS last_updated_date,
    v.synced_at AS _fivetran_synced
FROM ads a
JOIN _shelf p ON p.ad_id = a.ad_id
JOIN _versions v ON v.kind = 'ad' AND v.id = a.ad_id
WHERE a.platform = 'amazon'
ORDER BY id, last_updated_date
