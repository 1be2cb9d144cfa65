-- Customers by the month of their first order, and how many of them ordered again how many months
-- later. Customers whose first order lies before the data have no cohort.
WITH born AS (
    SELECT customer, date_trunc('month', min(date)) AS cohort
    FROM mart.purchases
    WHERE customer IN (SELECT customer FROM mart.purchases WHERE is_new)
    GROUP BY customer
)
SELECT
    CAST(b.cohort AS DATE) AS cohort,
    CAST(
        (date_part('year', p.date) - date_part('year', b.cohort)) * 12
            + date_part('month', p.date) - date_part('month', b.cohort)
    AS INT) AS month,
    count(DISTINCT p.customer) AS customers,
    sum(p.revenue) AS revenue
FROM mart.purchases p
JOIN born b ON b.customer = p.customer
GROUP BY 1, 2
ORDER BY 1, 2
