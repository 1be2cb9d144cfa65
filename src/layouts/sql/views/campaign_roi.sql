-- What each campaign cost and brought: the orders of the visits that its ads brought (last click),
-- with their cost, beside what its platform claims. One row per campaign that was delivered.
WITH costs AS (
    SELECT order_id, sum(unit_cost * quantity) AS cost_of_goods FROM order_items GROUP BY order_id
),
brought AS (
    SELECT
        a.campaign_id,
        count(*) AS orders,
        sum(CASE WHEN o.is_new_customer THEN 1 ELSE 0 END) AS new_customers,
        sum(o.revenue) AS revenue,
        sum(c.cost_of_goods) AS cost_of_goods
    FROM orders o
    JOIN sessions s ON s.session_id = o.session_id
    JOIN ads a ON a.ad_id = s.ad_id
    JOIN costs c ON c.order_id = o.order_id
    GROUP BY a.campaign_id
),
spent AS (
    SELECT
        campaign_id,
        sum(spend) AS spend,
        sum(claimed_conversions) AS claimed_conversions,
        sum(claimed_revenue) AS claimed_revenue
    FROM ad_performance
    GROUP BY campaign_id
)
SELECT
    k.campaign_id,
    k.name AS campaign,
    k.platform,
    k.objective,
    k.tactic,
    s.spend,
    s.claimed_conversions,
    s.claimed_revenue,
    coalesce(b.orders, 0) AS orders,
    coalesce(b.new_customers, 0) AS new_customers,
    coalesce(b.revenue, 0) AS revenue,
    coalesce(b.revenue - b.cost_of_goods, 0) AS gross_profit,
    coalesce(b.revenue - b.cost_of_goods, 0) - s.spend AS profit,
    1e0 * s.claimed_revenue / nullif(s.spend, 0) AS claimed_roas,
    1e0 * coalesce(b.revenue, 0) / nullif(s.spend, 0) AS roas,
    1e0 * (coalesce(b.revenue - b.cost_of_goods, 0) - s.spend) / nullif(s.spend, 0) AS roi,
    1e0 * s.spend / nullif(b.new_customers, 0) AS cac
FROM spent s
JOIN campaigns k ON k.campaign_id = s.campaign_id
LEFT JOIN brought b ON b.campaign_id = s.campaign_id
ORDER BY k.campaign_id
