-- Customers by the month of their first order, and how many of them ordered again how many months
-- later: one row per cohort and month. Customers who first ordered before the window have no cohort.
WITH placed AS (
    SELECT
        o.user_id,
        o.revenue,
        o.is_new_customer,
        k.year * 12 + k.month - 1 AS month_number
    FROM orders o
    JOIN calendar k ON k.date = o.date AND k.region_id = o.region_id
),
born AS (
    SELECT user_id, min(month_number) AS cohort_number
    FROM placed
    WHERE is_new_customer
    GROUP BY user_id
),
sizes AS (
    SELECT cohort_number, count(*) AS cohort_customers FROM born GROUP BY cohort_number
),
monthly AS (
    SELECT
        b.cohort_number,
        p.month_number - b.cohort_number AS months_later,
        p.user_id,
        count(*) AS orders,
        sum(p.revenue) AS revenue
    FROM placed p
    JOIN born b ON b.user_id = p.user_id
    GROUP BY b.cohort_number, p.month_number - b.cohort_number, p.user_id
),
active AS (
    SELECT
        cohort_number,
        months_later,
        count(*) AS customers,
        sum(orders) AS orders,
        sum(revenue) AS revenue
    FROM monthly
    GROUP BY cohort_number, months_later
)
SELECT
    (a.cohort_number - a.cohort_number % 12) / 12 AS cohort_year,
    a.cohort_number % 12 + 1 AS cohort_month,
    a.months_later,
    s.cohort_customers,
    a.customers,
    a.orders,
    a.revenue,
    1e0 * a.customers / s.cohort_customers AS retention
FROM active a
JOIN sizes s ON s.cohort_number = a.cohort_number
ORDER BY a.cohort_number, a.months_later
