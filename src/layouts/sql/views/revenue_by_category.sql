-- What each category sold, and what came back of it: one row per category, also where nothing sold.
-- A line's share of its order's discount is not known, so sales are at the prices charged.
WITH returned AS (
    SELECT order_item_id, sum(amount) AS refunds
    FROM refunds
    WHERE order_item_id IS NOT NULL
    GROUP BY order_item_id
),
sold_lines AS (
    SELECT
        p.category_id,
        i.order_id,
        sum(i.quantity) AS units,
        sum(i.line_total) AS sales,
        sum(i.unit_cost * i.quantity) AS cost_of_goods,
        sum(coalesce(f.refunds, 0)) AS returned
    FROM order_items i
    JOIN products p ON p.product_id = i.product_id
    LEFT JOIN returned f ON f.order_item_id = i.order_item_id
    GROUP BY p.category_id, i.order_id
)
SELECT
    c.category_id,
    c.name AS category,
    c.department,
    count(l.order_id) AS orders,
    coalesce(sum(l.units), 0) AS units,
    coalesce(sum(l.sales), 0) AS sales,
    coalesce(sum(l.cost_of_goods), 0) AS cost_of_goods,
    coalesce(sum(l.sales), 0) - coalesce(sum(l.cost_of_goods), 0) AS gross_profit,
    coalesce(sum(l.returned), 0) AS returned,
    1e0 * (sum(l.sales) - sum(l.cost_of_goods)) / nullif(1e0 * sum(l.sales), 0) AS gross_margin
FROM categories c
LEFT JOIN sold_lines l ON l.category_id = c.category_id
GROUP BY c.category_id, c.name, c.department
ORDER BY c.category_id
