-- Ads: one row per version.
SELECT
    120200000000000000 + a.ad_id AS id,
    CAST(102030405060708 AS BIGINT) AS account_id,
    120200000000000000 + a.campaign_id AS campaign_id,
    120200000000000000 + a.ad_set_id AS ad_set_id,
    120200000000000000 + a.creative_id AS creative_id,
    concat(a.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    '{{name}}.example' AS conversion_domain,
    v.created_at AS created_time,
    v.updated_at AS updated_time,
    v.synced_at AS _fivetran_synced
FROM ads a
JOIN _versions v ON v.kind = 'ad' AND v.id = a.ad_id
WHERE a.platform IN ('meta', 'facebook')
ORDER BY id, updated_time
