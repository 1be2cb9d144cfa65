-- The payments of an order that was not cancelled add up to its total.
SELECT o.order_id, o.total, coalesce(p.paid, 0) AS paid
FROM data.orders AS o
LEFT JOIN (
    SELECT order_id, sum(amount) AS paid FROM data.payments GROUP BY order_id
) AS p ON p.order_id = o.order_id
WHERE o.status <> 'cancelled'
  AND o.total <> coalesce(p.paid, 0)
