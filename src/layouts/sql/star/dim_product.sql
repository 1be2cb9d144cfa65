-- One row per product.
SELECT
    p.product_id,
    p.sku,
    p.name,
    p.native_name,
    c.category_id,
    c.name AS category,
    CAST(c.department AS VARCHAR) AS department,
    CAST(p.brand AS VARCHAR) AS brand,
    p.price,
    p.unit_cost
FROM products p
JOIN categories c ON c.category_id = p.category_id
ORDER BY p.product_id
