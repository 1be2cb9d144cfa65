-- Variants, one for each product: one row per variant.
WITH launch AS (
    SELECT min(date) AS date FROM users
),
stock AS (
    SELECT product_id, CAST(sum(available) AS BIGINT) AS units FROM _stock GROUP BY product_id
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
    k.units AS inventory_quantity,
    k.units AS sellable_online_quantity,
    false AS requires_components,
    41000000000000 + p.product_id AS legacy_resource_id,
    true AS taxable,
    true AS available_for_sale,
    CAST(NULL AS VARCHAR) AS barcode,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '20 days' AS created_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS updated_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM products p
CROSS JOIN launch l
LEFT JOIN stock k ON k.product_id = p.product_id
ORDER BY id
