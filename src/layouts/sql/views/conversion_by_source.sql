-- How the visits from each source end: one row per source and medium.
WITH visited AS (
    SELECT
        s.source,
        s.medium,
        s.visitor_id,
        count(*) AS visits,
        sum(CASE WHEN s.added_to_cart THEN 1 ELSE 0 END) AS carts,
        sum(CASE WHEN s.reached_checkout THEN 1 ELSE 0 END) AS checkouts,
        count(o.order_id) AS orders,
        coalesce(sum(o.revenue), 0) AS revenue
    FROM sessions s
    LEFT JOIN orders o ON o.session_id = s.session_id
    GROUP BY s.source, s.medium, s.visitor_id
)
SELECT
    source,
    medium,
    sum(visits) AS visits,
    count(*) AS visitors,
    sum(carts) AS carts,
    sum(checkouts) AS checkouts,
    sum(orders) AS orders,
    sum(revenue) AS revenue,
    1e0 * sum(orders) / sum(visits) AS conversion_rate,
    1e0 * sum(revenue) / nullif(sum(orders), 0) AS average_order_value,
    1e0 * sum(revenue) / sum(visits) AS revenue_per_visit
FROM visited
GROUP BY source, medium
ORDER BY source, medium
