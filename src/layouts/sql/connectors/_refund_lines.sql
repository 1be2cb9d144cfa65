-- What was refunded of each line. A line sent back is refunded with its tax; an order cancelled after it
-- was paid is refunded line by line, and the shipping, with its tax, as an adjustment of the order.
-- One row per refund and line.
WITH whole AS (
    SELECT f.refund_id, f.order_id, f.refunded_at, f.reason, l.order_item_id, l.quantity,
        l.net_cents AS subtotal_cents, l.tax_cents
    FROM refunds f
    JOIN _order_lines l ON l.order_id = f.order_id
    WHERE f.order_item_id IS NULL
),
single AS (
    SELECT f.refund_id, f.order_id, f.refunded_at, f.reason, l.order_item_id, l.quantity,
        CAST(f.amount * 100 AS BIGINT) - least(l.tax_cents, CAST(f.amount * 100 AS BIGINT))
            AS subtotal_cents,
        least(l.tax_cents, CAST(f.amount * 100 AS BIGINT)) AS tax_cents
    FROM refunds f
    JOIN _order_lines l ON l.order_item_id = f.order_item_id
    WHERE f.order_item_id IS NOT NULL
)
SELECT refund_id, order_id, refunded_at, reason, order_item_id, quantity, subtotal_cents, tax_cents
FROM whole
UNION ALL
SELECT refund_id, order_id, refunded_at, reason, order_item_id, quantity, subtotal_cents, tax_cents
FROM single
