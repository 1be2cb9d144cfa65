-- What of a refund is no line's: the shipping of a cancelled order, as negative amounts. One row per
-- refund that has any.
WITH lined AS (
    SELECT refund_id, sum(subtotal_cents + tax_cents) AS cents, sum(tax_cents) AS tax_cents
    FROM _refund_lines
    GROUP BY refund_id
),
rest AS (
    SELECT
        f.refund_id, f.order_id, f.refunded_at,
        CAST(f.amount * 100 AS BIGINT) - l.cents AS cents,
        CAST(o.tax * 100 AS BIGINT) - l.tax_cents AS tax_cents,
        o.currency, o.region_id
    FROM refunds f
    JOIN lined l ON l.refund_id = f.refund_id
    JOIN orders o ON o.order_id = f.order_id
    WHERE f.order_item_id IS NULL
)
SELECT
    o.refund_id + 5000000000000000 AS id,
    o.order_id,
    o.refund_id,
    CAST(o.tax_cents - o.cents AS DOUBLE) / 100 AS amount,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST((o.tax_cents - o.cents) / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round((o.tax_cents - o.cents) / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS amount_set,
    CAST(-o.tax_cents AS DOUBLE) / 100 AS tax_amount,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST((-o.tax_cents) / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round((-o.tax_cents) / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS tax_amount_set,
    'shipping_refund' AS kind,
    'Shipping refund' AS reason,
    arrow_cast(o.refunded_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM rest o
JOIN regions r ON r.region_id = o.region_id
WHERE o.cents <> 0
ORDER BY id
