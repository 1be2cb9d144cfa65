-- The same by week: one row per week (named by its Monday) and region. `days` tells the weeks that
-- the window cuts short.
SELECT
    CAST(date_trunc('week', b.date) AS DATE) AS week,
    b.region,
    count(*) AS days{{#each platforms}},
    sum(b."spend_{{id}}") AS "spend_{{id}}",
    sum(b."impressions_{{id}}") AS "impressions_{{id}}"{{/each}},
    sum(b.orders) AS orders,
    sum(b.new_customers) AS new_customers,
    sum(b.revenue) AS revenue,
    sum(b.is_weekend) AS weekend_days,
    sum(b.is_event) AS event_days,
    round(
        CAST(sum(d.discounts) AS DOUBLE) / nullif(CAST(sum(d.gross_sales) AS DOUBLE), 0), 6
    ) AS discount_rate
FROM mix b
JOIN business_daily d ON d.date = b.date AND d.region_id = b.region
GROUP BY 1, 2
ORDER BY 1, 2
