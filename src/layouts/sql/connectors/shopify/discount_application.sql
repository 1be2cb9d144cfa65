-- Discounts of orders: one row per order with a discount.
SELECT
    order_id,
    CAST(1 AS BIGINT) AS index,
    CASE WHEN discount_code IS NULL THEN 'automatic' ELSE 'discount_code' END AS type,
    CAST(discount_code AS VARCHAR) AS code,
    coalesce(CAST(discount_code AS VARCHAR), 'Sale') AS title,
    'across' AS allocation_method,
    'all' AS target_selection,
    'line_item' AS target_type,
    'percentage' AS value_type,
    round(100 * CAST(discount AS DOUBLE) / nullif(CAST(subtotal AS DOUBLE), 0), 2) AS value,
    arrow_cast(ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders
WHERE discount > 0
ORDER BY order_id
