-- Codes used on orders: one row per order with a discount that has a code.
SELECT
    order_id,
    CAST(1 AS BIGINT) AS index,
    CAST(discount_code AS VARCHAR) AS code,
    CAST(discount AS DOUBLE) AS amount,
    'percentage' AS type,
    arrow_cast(ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders
WHERE discount_code IS NOT NULL
ORDER BY order_id
