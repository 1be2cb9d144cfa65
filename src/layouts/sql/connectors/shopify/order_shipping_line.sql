-- Shipping of orders: one row per order.
SELECT
    order_id + 1000000000000000 AS id,
    order_id,
    CASE WHEN shipping > 0 THEN 'Standard' ELSE 'Free Shipping' END AS title,
    CASE WHEN shipping > 0 THEN 'standard' ELSE 'free' END AS code,
    'shopify' AS source,
    CAST(shipping AS DOUBLE) AS price,
    CAST(shipping AS DOUBLE) AS discounted_price,
    arrow_cast(ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders
ORDER BY id
