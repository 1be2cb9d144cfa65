-- Products: one row per product.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    7000000000000 + p.product_id AS id,
    p.name AS title,
    concat(btrim(regexp_replace(lower(p.name), '[^\p{L}\p{N}]+', '-', 'g'), '-'), '-',
        CAST(p.product_id AS VARCHAR)) AS handle,
    c.name AS product_type,
    CAST(p.brand AS VARCHAR) AS vendor,
    'active' AS status,
    'global' AS published_scope,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '20 days' AS created_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS published_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS updated_at,
    false AS _fivetran_deleted,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM products p
JOIN categories c ON c.category_id = p.category_id
CROSS JOIN launch l
ORDER BY id
