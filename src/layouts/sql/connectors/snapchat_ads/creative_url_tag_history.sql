-- The tags of creatives' addresses: one row per creative, key and version.
WITH tags AS (
    SELECT creative_id, updated_at, 'utm_source' AS key, utm_source AS value FROM _snapchat_creatives
    UNION ALL
    SELECT creative_id, updated_at, 'utm_medium' AS key, utm_medium AS value FROM _snapchat_creatives
    UNION ALL
    SELECT creative_id, updated_at, 'utm_campaign' AS key, utm_campaign AS value FROM _snapchat_creatives
    UNION ALL
    SELECT creative_id, updated_at, 'utm_content' AS key, utm_content AS value FROM _snapchat_creatives
)
SELECT
    i.uuid AS creative_id,
    t.key,
    t.value,
    t.updated_at,
    t.updated_at + INTERVAL '6 hours' AS _fivetran_synced
FROM tags t
JOIN _uuids i ON i.kind = 'creative' AND i.id = t.creative_id
ORDER BY creative_id, key, updated_at
