-- Taxes on order lines: one row per line that is taxed.
SELECT
    l.order_item_id AS order_line_id,
    CAST(1 AS BIGINT) AS index,
    CAST(l.tax_cents AS DOUBLE) / 100 AS price,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST(l.tax_cents / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(l.tax_cents / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS price_set,
    r.tax_rate AS rate,
    'VAT' AS title,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _order_lines l
JOIN orders o ON o.order_id = l.order_id
JOIN regions r ON r.region_id = o.region_id
WHERE l.tax_cents > 0
ORDER BY order_line_id
