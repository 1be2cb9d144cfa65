-- Collections, one for each category: the products of that type.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    CAST(5000000000000 + c.category_id AS BIGINT) AS id,
    c.name AS title,
    CAST(c.slug AS VARCHAR) AS handle,
    false AS disjunctive,
    concat('[{"column":"type","relation":"equals","condition":"', c.name, '"}]') AS rules,
    'best-selling' AS sort_order,
    'global' AS published_scope,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS published_at,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '10 days' AS updated_at,
    false AS _fivetran_deleted,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '9 days' AS _fivetran_synced
FROM categories c
CROSS JOIN launch l
ORDER BY id
