-- Discounts of orders: one row per order with a discount.
SELECT
    o.order_id,
    CAST(1 AS BIGINT) AS index,
    CASE WHEN o.discount_code IS NULL THEN 'automatic' ELSE 'discount_code' END AS type,
    CAST(o.discount_code AS VARCHAR) AS code,
    coalesce(CAST(o.discount_code AS VARCHAR), 'Sale') AS title,
    CAST(NULL AS VARCHAR) AS description,
    'across' AS allocation_method,
    'all' AS target_selection,
    'line_item' AS target_type,
    'percentage' AS value_type,
    coalesce(
        c.percent, round(100 * CAST(o.discount AS DOUBLE) / nullif(CAST(o.subtotal AS DOUBLE), 0), 1)
    ) AS value,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders o
LEFT JOIN _discount_codes c ON c.code = CAST(o.discount_code AS VARCHAR)
WHERE o.discount > 0
ORDER BY order_id
