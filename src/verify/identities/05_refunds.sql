-- What is refunded of an order never exceeds what was paid for it: one that was cancelled before it was
-- paid has no refund.
SELECT r.order_id, r.refunded, coalesce(p.paid, 0) AS paid
FROM (
    SELECT order_id, sum(amount) AS refunded FROM data.refunds GROUP BY order_id
) AS r
LEFT JOIN (
    SELECT order_id, sum(amount) AS paid FROM data.payments GROUP BY order_id
) AS p ON p.order_id = r.order_id
WHERE r.refunded > coalesce(p.paid, 0)
