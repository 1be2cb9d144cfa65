-- The product that each of Amazon's ads shows, drawn from the ad's id, and its catalogue number there.
-- One row per ad.
WITH shelf AS (
    SELECT
        product_id, sku, CAST(row_number() OVER (ORDER BY product_id) AS BIGINT) AS place,
        CAST(count(*) OVER () AS BIGINT) AS size
    FROM products
)
SELECT
    a.ad_id,
    s.sku,
    concat('B0', lpad(upper(to_hex(s.product_id * 40503 % 4294967291)), 8, '0')) AS asin
FROM ads a
JOIN shelf s ON s.place = 1 + a.ad_id * 7919 % s.size
WHERE a.platform = 'amazon'
