-- Every order of every customer, for cohorts. One row per order.
SELECT
    CAST(user_id AS VARCHAR) AS customer,
    date,
    region_id AS region,
    CAST(revenue AS DOUBLE) AS revenue,
    is_new_customer AS is_new
FROM orders
ORDER BY date, order_id
