-- The name under which the shop's admin lists an order: the day and its place in it, so that it never
-- changes as days are added. One row per order.
SELECT
    order_id,
    (date - DATE '2020-01-01') * 100000 + CAST(row_number() OVER (
        PARTITION BY date ORDER BY ordered_at, order_id
    ) AS BIGINT) AS order_number
FROM orders
