-- Shipping of orders: one row per order.
SELECT
    o.order_id + 1000000000000000 AS id,
    o.order_id,
    CASE WHEN o.shipping > 0 THEN 'Standard' ELSE 'Free Shipping' END AS title,
    CASE WHEN o.shipping > 0 THEN 'standard' ELSE 'free' END AS code,
    'shopify' AS source,
    CAST(o.shipping AS DOUBLE) AS price,
    concat(
        '{"shop_money":{"amount":"', CAST(o.shipping AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.shipping AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS price_set,
    CAST(o.shipping AS DOUBLE) AS discounted_price,
    concat(
        '{"shop_money":{"amount":"', CAST(o.shipping AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.shipping AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS discounted_price_set,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders o
JOIN regions r ON r.region_id = o.region_id
ORDER BY id
