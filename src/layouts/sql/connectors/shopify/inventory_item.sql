-- Stock items, one for each variant: what it costs and whether its stock is counted.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    43000000000000 + p.product_id AS id,
    p.sku,
    CAST(p.unit_cost AS DOUBLE) AS unit_cost_amount,
    '{{currency}}' AS unit_cost_currency_code,
    true AS tracked,
    true AS requires_shipping,
    CAST(0 AS BIGINT) AS duplicate_sku_count,
    43000000000000 + p.product_id AS legacy_resource_id,
    CAST(NULL AS VARCHAR) AS country_code_of_origin,
    CAST(NULL AS VARCHAR) AS province_code_of_origin,
    CAST(NULL AS VARCHAR) AS harmonized_system_code,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '20 days' AS created_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS updated_at,
    false AS _fivetran_deleted,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM products p
CROSS JOIN launch l
ORDER BY id
