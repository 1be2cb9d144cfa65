-- The codes that were used: one row per code. A code takes a percentage off. It is read from the largest
-- order that used the code, where a rounded cent weighs least.
WITH used AS (
    SELECT
        CAST(discount_code AS VARCHAR) AS code,
        currency,
        ordered_at,
        total,
        round(100 * CAST(discount AS DOUBLE) / nullif(CAST(subtotal AS DOUBLE), 0), 1) AS percent,
        row_number() OVER (PARTITION BY discount_code ORDER BY subtotal DESC, order_id) AS place
    FROM orders
    WHERE discount_code IS NOT NULL
),
codes AS (
    SELECT
        code,
        max(CASE WHEN place = 1 THEN percent END) AS percent,
        max(CAST(currency AS VARCHAR)) AS currency,
        CAST(count(*) AS BIGINT) AS orders,
        sum(total) AS total,
        min(ordered_at) AS first_used_at,
        max(ordered_at) AS last_used_at
    FROM used
    GROUP BY code
)
SELECT
    code, percent, currency, orders, total, first_used_at, last_used_at,
    8000000000000 + CAST(row_number() OVER (ORDER BY first_used_at, code) AS BIGINT) AS discount_id
FROM codes
