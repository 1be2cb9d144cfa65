-- Ad squads: one row per version.
SELECT
    i.uuid AS id,
    c.uuid AS campaign_id,
    concat(t.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    v.created_at,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM ad_sets t
JOIN _uuids i ON i.kind = 'ad_squad' AND i.id = t.ad_set_id
JOIN _uuids c ON c.kind = 'campaign' AND c.id = t.campaign_id
JOIN _versions v ON v.kind = 'ad_set' AND v.id = t.ad_set_id
WHERE t.platform = 'snapchat'
ORDER BY id, updated_at
