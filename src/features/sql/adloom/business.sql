-- The shop's own books: all orders, whoever brought them. One row per date and region.
SELECT
    b.date,
    r.country,
    b.region_id AS region,
    CAST(b.orders AS DOUBLE) AS orders,
    CAST(b.new_customers AS DOUBLE) AS new_customers,
    CAST(b.revenue AS DOUBLE) AS revenue,
    CAST(b.gross_profit AS DOUBLE) AS gross_profit,
    CAST(b.sessions AS DOUBLE) AS sessions
FROM business_daily b
LEFT JOIN regions r ON r.region_id = b.region_id
ORDER BY b.date, b.region_id
