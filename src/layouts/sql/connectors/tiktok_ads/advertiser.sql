-- The advertiser account: one row, which is overwritten rather than versioned.
SELECT
    CAST(7100000000000000001 AS BIGINT) AS id,
    '{{name}} - TikTok' AS name,
    '{{name}}' AS company,
    '{{country}}' AS country,
    '{{currency}}' AS currency,
    'en' AS language,
    'E-commerce' AS industry,
    CAST(NULL AS VARCHAR) AS address,
    CAST(0 AS DOUBLE) AS balance,
    CAST(NULL AS VARCHAR) AS cellphone_number,
    CAST(NULL AS VARCHAR) AS contacter,
    CAST(NULL AS VARCHAR) AS description,
    'ads@{{name}}.example' AS email,
    CAST(NULL AS VARCHAR) AS telephone_number,
    '{{timezone}}' AS timezone,
    min(v.created_at) - INTERVAL '29 days' AS _fivetran_synced
FROM _versions v
WHERE v.platform = 'tiktok'
HAVING count(*) > 0
ORDER BY id
