-- The shop's own figures: one row per date, over all states.
SELECT
    date,
    sum(orders) AS orders,
    sum(new_customers) AS new_orders,
    sum(new_customers) AS new_customers,
    sum(revenue) AS total_revenue,
    sum(gross_profit) AS gross_profit,
    sum(cost_of_goods) AS cost_of_goods
FROM business_daily
GROUP BY date
ORDER BY date
