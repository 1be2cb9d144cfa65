-- Variants, one for each product: one row per variant.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    41000000000000 + p.product_id AS id,
    7000000000000 + p.product_id AS product_id,
    43000000000000 + p.product_id AS inventory_item_id,
    'Default Title' AS title,
    p.name AS display_name,
    p.sku,
    CAST(p.price AS DOUBLE) AS price,
    CAST(NULL AS DOUBLE) AS compare_at_price,
    CAST(1 AS BIGINT) AS position,
    'deny' AS inventory_policy,
    true AS taxable,
    true AS available_for_sale,
    CAST(NULL AS VARCHAR) AS barcode,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '20 days' AS created_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS updated_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM products p
CROSS JOIN launch l
ORDER BY id
