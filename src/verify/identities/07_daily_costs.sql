-- business_daily's cost of goods is that of the items ordered on its day in its region, and its gross
-- profit is the revenue less that cost.
SELECT date, region_id, sum(reported) AS cost_of_goods, sum(counted) AS cost_of_items,
       sum(profit_difference) AS gross_profit_difference
FROM (
    SELECT date, region_id, CAST(cost_of_goods AS DECIMAL(25, 2)) AS reported,
           CAST(0 AS DECIMAL(25, 2)) AS counted,
           revenue - cost_of_goods - gross_profit AS profit_difference
    FROM data.business_daily
    UNION ALL
    SELECT o.date, o.region_id, 0, i.quantity * i.unit_cost, 0
    FROM data.order_items AS i
    JOIN data.orders AS o ON o.order_id = i.order_id
) AS reported_and_counted
GROUP BY date, region_id
HAVING sum(reported) <> sum(counted) OR sum(profit_difference) <> 0
