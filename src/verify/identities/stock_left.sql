-- A warehouse never holds less than nothing.
SELECT movement_id, date, region_id, product_id, movement_type, quantity, stock_after
FROM data.inventory_movements
WHERE stock_after < 0
