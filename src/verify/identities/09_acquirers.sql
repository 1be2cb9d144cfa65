-- The platform that won a customer caused the first order, and is the same on all orders and in the
-- table of customers.
SELECT o.order_id, o.user_id, t.acquiring_platform, c.acquiring_platform AS customers_platform,
       o.is_new_customer, t.driver_platform
FROM data.orders AS o
JOIN truth.orders AS t ON t.order_id = o.order_id
JOIN truth.customers AS c ON c.user_id = o.user_id
WHERE (t.acquiring_platform IS DISTINCT FROM c.acquiring_platform)
   OR (o.is_new_customer AND (t.acquiring_platform IS DISTINCT FROM t.driver_platform))
