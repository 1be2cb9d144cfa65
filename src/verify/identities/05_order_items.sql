-- An order's lines add up to its subtotal and its units.
SELECT order_id, sum(subtotal) AS subtotal, sum(line_total) AS line_totals,
       sum(units) AS units, sum(quantity) AS quantities
FROM (
    SELECT order_id, subtotal, CAST(0 AS DECIMAL(14, 2)) AS line_total, units, 0 AS quantity
    FROM data.orders
    UNION ALL
    SELECT order_id, CAST(0 AS DECIMAL(14, 2)), line_total, 0, quantity
    FROM data.order_items
) AS orders_and_lines
GROUP BY order_id
HAVING sum(subtotal) <> sum(line_total) OR sum(units) <> sum(quantity)
