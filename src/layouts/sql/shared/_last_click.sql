-- The orders of the visits that each ad brought, booked on the day of the visit: last-click credit.
-- One row per date, ad, region and device that brought an order.
SELECT
    s.date,
    s.ad_id,
    CAST(s.region_id AS VARCHAR) AS region_id,
    CAST(s.device AS VARCHAR) AS device,
    count(*) AS orders,
    sum(CASE WHEN o.is_new_customer THEN 1 ELSE 0 END) AS new_customers,
    sum(o.units) AS units,
    sum(o.revenue) AS revenue,
    sum(c.cost_of_goods) AS cost_of_goods
FROM orders o
JOIN sessions s ON s.session_id = o.session_id
JOIN _order_costs c ON c.order_id = o.order_id
WHERE s.ad_id IS NOT NULL
GROUP BY s.date, s.ad_id, s.region_id, s.device
