-- What the items of an order cost the shop. One row per order.
SELECT order_id, sum(unit_cost * quantity) AS cost_of_goods
FROM order_items
GROUP BY order_id
