-- Ads: one row per version.
SELECT
    i.uuid AS id,
    s.uuid AS ad_squad_id,
    c.uuid AS creative_id,
    concat(a.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    v.created_at,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM ads a
JOIN _uuids i ON i.kind = 'ad' AND i.id = a.ad_id
JOIN _uuids s ON s.kind = 'ad_squad' AND s.id = a.ad_set_id
JOIN _uuids c ON c.kind = 'creative' AND c.id = a.creative_id
JOIN _versions v ON v.kind = 'ad' AND v.id = a.ad_id
WHERE a.platform = 'snapchat'
ORDER BY id, updated_at
