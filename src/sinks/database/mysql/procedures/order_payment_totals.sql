CREATE PROCEDURE order_payment_totals(IN which_order BIGINT)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'What each order came to and what was paid and refunded; NULL asks for all orders'
SELECT
    o.order_id,
    o.currency,
    o.total,
    coalesce(p.payments, 0) AS payments,
    coalesce(p.paid, 0) AS paid,
    coalesce(r.refunded, 0) AS refunded,
    CASE WHEN o.status = 'cancelled' THEN 0 ELSE o.total - coalesce(p.paid, 0) END AS outstanding
FROM orders o
LEFT JOIN (
    SELECT order_id, count(*) AS payments, sum(amount) AS paid
    FROM payments
    WHERE which_order IS NULL OR order_id = which_order
    GROUP BY order_id
) p ON p.order_id = o.order_id
LEFT JOIN (
    SELECT order_id, sum(amount) AS refunded
    FROM refunds
    WHERE which_order IS NULL OR order_id = which_order
    GROUP BY order_id
) r ON r.order_id = o.order_id
WHERE which_order IS NULL OR o.order_id = which_order
ORDER BY o.order_id
