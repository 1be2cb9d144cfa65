-- What is in stock at the end of the window: one row per warehouse and product that ever moved there.
-- On a day, stock comes in before it is sold, so a day's sale tells what is left at its end. Units sold
-- but not yet delivered are committed: they are no longer available.
WITH moves AS (
    SELECT
        region_id,
        product_id,
        date,
        stock_after,
        min(date) OVER (PARTITION BY region_id, product_id) AS first_date,
        row_number() OVER (
            PARTITION BY region_id, product_id
            ORDER BY date DESC, CASE WHEN movement_type = 'sale' THEN 0 ELSE 1 END, movement_id DESC
        ) AS recency
    FROM inventory_movements
),
waiting AS (
    SELECT o.region_id, i.product_id, CAST(sum(i.quantity) AS BIGINT) AS units
    FROM orders o
    JOIN order_items i ON i.order_id = o.order_id
    WHERE TRY_CAST(o.delivered_on AS DATE) > DATE '{{last_day}}'
    GROUP BY o.region_id, i.product_id
)
SELECT
    44000000000000 + (w.location_id - 61000000000) * 100000000 + m.product_id AS inventory_level_id,
    43000000000000 + m.product_id AS inventory_item_id,
    w.location_id,
    m.product_id,
    m.first_date,
    m.date AS last_date,
    CAST(m.stock_after AS BIGINT) AS available,
    coalesce(n.units, 0) AS committed
FROM moves m
JOIN _warehouses w ON w.region_id = m.region_id
LEFT JOIN waiting n ON n.region_id = m.region_id AND n.product_id = m.product_id
WHERE m.recency = 1
