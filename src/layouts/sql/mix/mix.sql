-- What a media mix model reads: one row per date and region, with a spend and an impressions column
-- for each platform. Days on which a platform did not run hold 0.
WITH media AS (
    SELECT
        date,
        region_id{{#each platforms}},
        sum(CASE WHEN platform = '{{id}}' THEN spend ELSE 0 END) AS "spend_{{id}}",
        sum(CASE WHEN platform = '{{id}}' THEN impressions ELSE 0 END) AS "impressions_{{id}}"{{/each}}
    FROM _delivery
    GROUP BY date, region_id
)
SELECT
    b.date,
    CAST(b.region_id AS VARCHAR) AS region{{#each platforms}},
    coalesce(m."spend_{{id}}", 0) AS "spend_{{id}}",
    coalesce(m."impressions_{{id}}", 0) AS "impressions_{{id}}"{{/each}},
    b.orders,
    b.new_customers,
    b.revenue,
    CASE WHEN k.is_weekend THEN 1 ELSE 0 END AS is_weekend,
    CASE WHEN k.events IS NULL THEN 0 ELSE 1 END AS is_event,
    k.events,
    round(CAST(b.discounts AS DOUBLE) / nullif(CAST(b.gross_sales AS DOUBLE), 0), 6)
        AS discount_rate
FROM business_daily b
JOIN calendar k ON k.date = b.date AND k.region_id = b.region_id
LEFT JOIN media m ON m.date = b.date AND m.region_id = b.region_id
ORDER BY b.date, region
