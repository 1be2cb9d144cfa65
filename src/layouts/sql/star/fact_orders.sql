-- One row per order, with the ad of the visit in which it was placed (last click), its cost, and
-- what of it came back since.
WITH refunded AS (
    SELECT order_id, sum(amount) AS refunds FROM refunds GROUP BY order_id
)
SELECT
    o.order_id,
    o.date,
    o.user_id,
    CAST(o.region_id AS VARCHAR) AS region_id,
    CAST(r.country AS VARCHAR) AS country,
    CAST(a.platform AS VARCHAR) AS platform,
    a.campaign_id,
    a.ad_set_id,
    a.creative_id,
    CAST(s.source AS VARCHAR) AS source,
    CAST(s.medium AS VARCHAR) AS medium,
    CAST(s.device AS VARCHAR) AS device,
    CAST(o.status AS VARCHAR) AS status,
    CAST(o.payment_method AS VARCHAR) AS payment_method,
    o.is_new_customer,
    CAST(o.currency AS VARCHAR) AS currency,
    o.units,
    o.subtotal,
    o.discount,
    o.shipping,
    o.tax,
    o.total,
    o.revenue,
    c.cost_of_goods,
    o.revenue - c.cost_of_goods AS gross_profit,
    coalesce(f.refunds, 0) AS refunds
FROM orders o
JOIN sessions s ON s.session_id = o.session_id
JOIN regions r ON r.region_id = o.region_id
JOIN _order_costs c ON c.order_id = o.order_id
LEFT JOIN ads a ON a.ad_id = s.ad_id
LEFT JOIN refunded f ON f.order_id = o.order_id
ORDER BY o.order_id
