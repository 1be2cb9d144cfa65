-- Ad groups: one row per version.
SELECT
    300000000000000 + t.ad_set_id AS id,
    200000000000000 + t.campaign_id AS campaign_id,
    concat(t.name, v.name_suffix) AS name,
    CAST(0.75 AS DOUBLE) AS default_bid,
    CASE WHEN v.is_active THEN 'enabled' ELSE 'paused' END AS state,
    CASE WHEN v.is_active THEN 'AD_GROUP_STATUS_ENABLED' ELSE 'AD_GROUP_PAUSED' END AS serving_status,
    v.created_at AS creation_date,
    v.updated_at AS last_updated_date,
    v.synced_at AS _fivetran_synced
FROM ad_sets t
JOIN _versions v ON v.kind = 'ad_set' AND v.id = t.ad_set_id
WHERE t.platform = 'amazon'
ORDER BY id, last_updated_date
