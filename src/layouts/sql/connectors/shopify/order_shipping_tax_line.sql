-- Taxes on shipping: one row per order whose shipping is taxed. With the lines' taxes they add up to the
-- order's.
WITH lined AS (
    SELECT order_id, sum(tax_cents) AS tax_cents FROM _order_lines GROUP BY order_id
)
SELECT
    o.order_id + 1000000000000000 AS order_shipping_line_id,
    CAST(1 AS BIGINT) AS index,
    CAST(CAST(o.tax * 100 AS BIGINT) - l.tax_cents AS DOUBLE) / 100 AS price,
    r.tax_rate AS rate,
    'VAT' AS title,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders o
JOIN lined l ON l.order_id = o.order_id
JOIN regions r ON r.region_id = o.region_id
WHERE CAST(o.tax * 100 AS BIGINT) > l.tax_cents
ORDER BY order_shipping_line_id
