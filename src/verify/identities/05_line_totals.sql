-- A line's total is its quantity times its price.
SELECT order_item_id, order_id, quantity, unit_price, line_total
FROM data.order_items
WHERE line_total <> quantity * unit_price
