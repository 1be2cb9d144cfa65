-- The advertiser's profile in its marketplace: one row.
SELECT
    CAST(3300000000000001 AS BIGINT) AS id,
    'ENTITY1ADLOOM' AS account_id,
    CAST(NULL AS VARCHAR) AS account_marketplace_string_id,
    '{{name}} - Amazon Ads' AS account_name,
    CAST(NULL AS VARCHAR) AS account_sub_type,
    'seller' AS account_type,
    true AS account_valid_payment_method,
    '{{country}}' AS country_code,
    '{{currency}}' AS currency_code,
    CAST(NULL AS BIGINT) AS daily_budget,
    '{{timezone}}' AS timezone,
    false AS _fivetran_deleted,
    min(v.created_at) - INTERVAL '29 days' AS _fivetran_synced
FROM _versions v
WHERE v.platform = 'amazon'
HAVING count(*) > 0
ORDER BY id
