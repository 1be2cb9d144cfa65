-- What each customer has ordered in the window: one row per person with an order.
WITH refunded AS (
    SELECT order_id, sum(amount) AS refunds FROM refunds GROUP BY order_id
)
SELECT
    o.user_id,
    u.region_id,
    u.date AS signed_up_on,
    count(*) AS orders,
    sum(CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled_orders,
    sum(o.units) AS units,
    sum(o.revenue) AS revenue,
    sum(coalesce(f.refunds, 0)) AS refunds,
    1e0 * sum(o.revenue) / count(*) AS average_order_value,
    min(o.date) AS first_order_on,
    max(o.date) AS last_order_on,
    max(CASE WHEN o.is_new_customer THEN 1 ELSE 0 END) AS is_new
FROM orders o
JOIN users u ON u.user_id = o.user_id
LEFT JOIN refunded f ON f.order_id = o.order_id
GROUP BY o.user_id, u.region_id, u.date
ORDER BY o.user_id
