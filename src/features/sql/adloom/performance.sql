-- What each ad did on each day, in each region, on each device: the platforms' own report, and
-- beside it what the shop's analytics saw of the visits that the ad brought (last click).
-- One row per date, ad, region and device.
WITH cost AS (
    SELECT order_id, sum(unit_cost * quantity) AS cost_of_goods
    FROM order_items
    GROUP BY order_id
),
outcome AS (
    SELECT
        s.date, s.ad_id, s.region_id, s.device,
        count(*) AS sessions,
        sum(CASE WHEN s.added_to_cart THEN 1 ELSE 0 END) AS carts,
        sum(CASE WHEN s.reached_checkout THEN 1 ELSE 0 END) AS checkouts,
        count(o.order_id) AS orders,
        sum(CASE WHEN o.is_new_customer THEN 1 ELSE 0 END) AS new_customers,
        sum(o.revenue) AS revenue,
        sum(o.revenue - c.cost_of_goods) AS gross_profit
    FROM sessions s
    LEFT JOIN orders o ON o.session_id = s.session_id
    LEFT JOIN cost c ON c.order_id = o.order_id
    WHERE s.ad_id IS NOT NULL
    GROUP BY s.date, s.ad_id, s.region_id, s.device
)
SELECT
    p.date,
    p.platform,
    r.country,
    p.region_id AS region,
    k.name AS campaign,
    k.objective,
    k.tactic,
    t.audience_id AS audience,
    CAST(p.ad_id AS VARCHAR) AS ad,
    CAST(a.creative_id AS VARCHAR) AS creative,
    v.format,
    p.device,
    CAST(p.spend AS DOUBLE) AS spend,
    CAST(p.impressions AS DOUBLE) AS impressions,
    CAST(p.reach AS DOUBLE) AS reach,
    CAST(p.clicks AS DOUBLE) AS clicks,
    CAST(p.engagements AS DOUBLE) AS engagements,
    CAST(p.claimed_conversions AS DOUBLE) AS claimed_conversions,
    CAST(p.claimed_revenue AS DOUBLE) AS claimed_revenue,
    CASE WHEN {sessions} THEN CAST(coalesce(o.sessions, 0) AS DOUBLE) END AS sessions,
    CASE WHEN {sessions} THEN CAST(coalesce(o.carts, 0) AS DOUBLE) END AS carts,
    CASE WHEN {sessions} THEN CAST(coalesce(o.checkouts, 0) AS DOUBLE) END AS checkouts,
    CASE WHEN {sessions} AND {orders} THEN CAST(coalesce(o.orders, 0) AS DOUBLE) END AS orders,
    CASE WHEN {sessions} AND {orders} THEN CAST(coalesce(o.new_customers, 0) AS DOUBLE) END
        AS new_customers,
    CASE WHEN {sessions} AND {orders} THEN CAST(coalesce(o.revenue, 0) AS DOUBLE) END AS revenue,
    CASE WHEN {sessions} AND {orders} AND {order_items}
        THEN CAST(coalesce(o.gross_profit, 0) AS DOUBLE) END AS gross_profit
FROM ad_performance p
LEFT JOIN outcome o
    ON o.date = p.date AND o.ad_id = p.ad_id
    AND o.region_id = p.region_id AND o.device = p.device
LEFT JOIN regions r ON r.region_id = p.region_id
LEFT JOIN campaigns k ON k.campaign_id = p.campaign_id
LEFT JOIN ad_sets t ON t.ad_set_id = p.ad_set_id
LEFT JOIN ads a ON a.ad_id = p.ad_id
LEFT JOIN creatives v ON v.creative_id = a.creative_id
ORDER BY p.date, p.ad_id, p.region_id, p.device
