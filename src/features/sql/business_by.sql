-- The shop's own sums by one dimension: all orders, whoever brought them.
SELECT
    {keys},
    sum(sessions) AS sessions,
    sum(orders) AS orders,
    sum(new_customers) AS new_customers,
    sum(revenue) AS revenue,
    sum(gross_profit) AS gross_profit
FROM mart.business
GROUP BY {keys}
ORDER BY {keys}
