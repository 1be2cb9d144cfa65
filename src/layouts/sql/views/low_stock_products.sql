-- Products that a region's warehouse will run out of within a week, at the pace of the window: one
-- row per region and product. On a day, stock comes in before it is sold, so a day's sale tells what
-- is left at its end.
WITH ordered AS (
    SELECT
        region_id,
        product_id,
        date,
        stock_after,
        row_number() OVER (
            PARTITION BY region_id, product_id
            ORDER BY date DESC, CASE WHEN movement_type = 'sale' THEN 0 ELSE 1 END
        ) AS recency
    FROM inventory_movements
),
span AS (
    SELECT count(DISTINCT date) AS days FROM calendar
),
sold AS (
    SELECT
        region_id,
        product_id,
        sum(CASE WHEN movement_type = 'sale' THEN -quantity ELSE 0 END) AS units_sold
    FROM inventory_movements
    GROUP BY region_id, product_id
)
SELECT
    o.region_id,
    o.product_id,
    p.sku,
    p.name AS product,
    o.date AS last_moved_on,
    o.stock_after AS stock_left,
    s.units_sold,
    1e0 * s.units_sold / n.days AS units_per_day,
    1e0 * o.stock_after * n.days / s.units_sold AS days_left
FROM ordered o
JOIN sold s ON s.region_id = o.region_id AND s.product_id = o.product_id
JOIN products p ON p.product_id = o.product_id
CROSS JOIN span n
WHERE o.recency = 1
  AND s.units_sold > 0
  AND 1e0 * o.stock_after * n.days < 7 * s.units_sold
ORDER BY o.region_id, o.product_id
