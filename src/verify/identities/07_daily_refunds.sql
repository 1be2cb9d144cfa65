-- business_daily's refunds are those of the orders of its day and region, whenever they were made.
SELECT date, region_id, sum(reported) AS refunds, sum(counted) AS refunds_of_orders
FROM (
    SELECT date, region_id, refunds AS reported, CAST(0 AS DECIMAL(14, 2)) AS counted
    FROM data.business_daily
    UNION ALL
    SELECT o.date, o.region_id, CAST(0 AS DECIMAL(14, 2)), r.amount
    FROM data.refunds AS r
    JOIN data.orders AS o ON o.order_id = r.order_id
) AS reported_and_counted
GROUP BY date, region_id
HAVING sum(reported) <> sum(counted)
