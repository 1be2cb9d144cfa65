-- Orders, first orders among them, and revenue by day and region.
SELECT date, region, sum(orders) AS orders, sum(new_customers) AS new_customers, sum(revenue) AS revenue
FROM mart.business
GROUP BY date, region
ORDER BY date, region
