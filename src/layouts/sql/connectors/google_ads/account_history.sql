-- The customer account: one row per version of it.
SELECT
    CAST(1234567890 AS BIGINT) AS id,
    '{{name}} - Google Ads' AS descriptive_name,
    '{{currency}}' AS currency_code,
    '{{timezone}}' AS time_zone,
    true AS auto_tagging_enabled,
    min(v.created_at) - INTERVAL '30 days' AS updated_at,
    true AS _fivetran_active,
    min(v.created_at) - INTERVAL '29 days' AS _fivetran_synced
FROM _versions v
WHERE v.platform = 'google'
HAVING count(*) > 0
ORDER BY id
