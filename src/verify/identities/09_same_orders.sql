-- The answer key tells the cause of every order, and of no other.
SELECT order_id, sum(orders) AS orders, sum(causes) AS causes
FROM (
    SELECT order_id, 1 AS orders, 0 AS causes FROM data.orders
    UNION ALL
    SELECT order_id, 0, 1 FROM truth.orders
) AS orders_and_causes
GROUP BY order_id
HAVING sum(orders) <> sum(causes)
