-- One row per order line: what `dim_product` joins to.
SELECT
    i.order_item_id,
    i.order_id,
    i.line_number,
    i.date,
    i.product_id,
    o.user_id,
    CAST(r.country AS VARCHAR) AS country,
    i.quantity,
    i.unit_price,
    i.line_total,
    i.unit_cost,
    i.unit_cost * i.quantity AS cost_of_goods
FROM order_items i
JOIN orders o ON o.order_id = i.order_id
JOIN regions r ON r.region_id = o.region_id
ORDER BY i.order_id, i.line_number
