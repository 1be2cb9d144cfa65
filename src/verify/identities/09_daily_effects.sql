-- The orders that a platform caused, counted by day and region, are those that truth.daily states.
SELECT date, region_id, platform, sum(stated) AS realised_orders, sum(counted) AS counted_orders
FROM (
    SELECT date, region_id, platform, realised_orders AS stated, 0 AS counted FROM truth.daily
    UNION ALL
    SELECT o.date, o.region_id, t.driver_platform, 0, 1
    FROM truth.orders AS t
    JOIN data.orders AS o ON o.order_id = t.order_id
    WHERE t.driver_platform IS NOT NULL
) AS stated_and_counted
GROUP BY date, region_id, platform
HAVING sum(stated) <> sum(counted)
