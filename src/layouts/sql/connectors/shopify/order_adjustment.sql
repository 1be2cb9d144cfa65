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
        CAST(o.tax * 100 AS BIGINT) - l.tax_cents AS tax_cents
    FROM refunds f
    JOIN lined l ON l.refund_id = f.refund_id
    JOIN orders o ON o.order_id = f.order_id
    WHERE f.order_item_id IS NULL
)
SELECT
    refund_id + 5000000000000000 AS id,
    order_id,
    refund_id,
    CAST(tax_cents - cents AS DOUBLE) / 100 AS amount,
    CAST(-tax_cents AS DOUBLE) / 100 AS tax_amount,
    'shipping_refund' AS kind,
    'Shipping refund' AS reason,
    arrow_cast(refunded_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM rest
WHERE cents <> 0
ORDER BY id
