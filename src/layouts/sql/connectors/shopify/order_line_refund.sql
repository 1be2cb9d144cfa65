-- Lines of refunds: one row per refund and line.
SELECT
    l.order_item_id + 4000000000000000 AS id,
    l.refund_id,
    l.order_item_id AS order_line_id,
    CAST(l.quantity AS BIGINT) AS quantity,
    CAST(l.subtotal_cents AS DOUBLE) / 100 AS subtotal,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST(l.subtotal_cents / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(l.subtotal_cents / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS subtotal_set,
    CAST(l.tax_cents AS DOUBLE) / 100 AS total_tax,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST(l.tax_cents / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(l.tax_cents / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_tax_set,
    CASE WHEN l.reason = 'cancelled' THEN 'cancel' ELSE 'return' END AS restock_type,
    w.location_id,
    arrow_cast(l.refunded_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _refund_lines l
JOIN orders o ON o.order_id = l.order_id
JOIN regions r ON r.region_id = o.region_id
JOIN _warehouses w ON w.region_id = o.region_id
ORDER BY refund_id, order_line_id
