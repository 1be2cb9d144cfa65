-- Which products are in which collection: one row per product.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    CAST(5000000000000 + p.category_id AS BIGINT) AS collection_id,
    7000000000000 + p.product_id AS product_id,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM products p
CROSS JOIN launch l
ORDER BY collection_id, product_id
