-- Creatives: one row per version.
SELECT
    i.uuid AS id,
    '5aa70000-5c4a-4a00-8a00-000000000001' AS ad_account_id,
    concat(c.name, CASE WHEN v.version = 1 THEN ' (draft)' ELSE '' END) AS name,
    'WEB_VIEW' AS type,
    c.headline,
    v.url AS web_view_url,
    CAST(v.starts_on AS TIMESTAMP) - INTERVAL '1 day' AS created_at,
    v.updated_at,
    v.updated_at + INTERVAL '6 hours' AS _fivetran_synced
FROM _snapchat_creatives v
JOIN creatives c ON c.creative_id = v.creative_id
JOIN _uuids i ON i.kind = 'creative' AND i.id = v.creative_id
ORDER BY id, updated_at
