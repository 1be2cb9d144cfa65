-- Taxes on shipping: one row per order whose shipping is taxed. With the lines' taxes they add up to the
-- order's.
WITH lined AS (
    SELECT order_id, sum(tax_cents) AS tax_cents FROM _order_lines GROUP BY order_id
),
shipped AS (
    SELECT
        o.order_id, o.ordered_at, o.region_id, o.currency,
        CAST(o.tax * 100 AS BIGINT) - l.tax_cents AS cents
    FROM orders o
    JOIN lined l ON l.order_id = o.order_id
)
SELECT
    o.order_id + 1000000000000000 AS order_shipping_line_id,
    CAST(1 AS BIGINT) AS index,
    CAST(o.cents AS DOUBLE) / 100 AS price,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST(o.cents / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(o.cents / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS price_set,
    r.tax_rate AS rate,
    'VAT' AS title,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM shipped o
JOIN regions r ON r.region_id = o.region_id
WHERE o.cents > 0
ORDER BY order_shipping_line_id
