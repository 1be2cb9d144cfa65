-- The ad account: one row per version of it.
SELECT
    '5aa70000-5c4a-4a00-8a00-000000000001' AS id,
    '{{name}} - Snapchat' AS name,
    'PARTNER' AS type,
    '{{name}}' AS advertiser,
    '{{currency}}' AS currency,
    '{{timezone}}' AS timezone,
    min(v.created_at) - INTERVAL '30 days' AS created_at,
    min(v.created_at) - INTERVAL '30 days' AS updated_at,
    min(v.created_at) - INTERVAL '29 days' AS _fivetran_synced
FROM _versions v
WHERE v.platform = 'snapchat'
HAVING count(*) > 0
ORDER BY id
