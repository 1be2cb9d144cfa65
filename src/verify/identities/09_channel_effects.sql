-- A channel's realised orders and revenue are those of the orders it caused, and its expected orders are
-- the sum of its days' expectations (to one in a million).
SELECT c.platform, c.realised_orders, coalesce(r.orders, 0) AS counted_orders,
       c.realised_revenue, coalesce(r.revenue, 0) AS counted_revenue,
       c.expected_orders, coalesce(d.expected_orders, 0) AS expected_of_days
FROM truth.channels AS c
LEFT JOIN (
    SELECT t.driver_platform, count(*) AS orders, sum(o.revenue) AS revenue
    FROM truth.orders AS t
    JOIN data.orders AS o ON o.order_id = t.order_id
    GROUP BY t.driver_platform
) AS r ON r.driver_platform = c.platform
LEFT JOIN (
    SELECT platform, sum(expected_orders) AS expected_orders FROM truth.daily GROUP BY platform
) AS d ON d.platform = c.platform
WHERE c.realised_orders <> coalesce(r.orders, 0)
   OR c.realised_revenue <> coalesce(r.revenue, 0)
   OR coalesce(d.expected_orders, 0) > c.expected_orders * (1 + 1e-6) + 1e-9
   OR coalesce(d.expected_orders, 0) < c.expected_orders * (1 - 1e-6) - 1e-9
