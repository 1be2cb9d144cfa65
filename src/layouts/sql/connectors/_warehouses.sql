-- The warehouses, and the number under which the shop knows each. One row per region.
SELECT
    region_id,
    61000000000 + CAST(row_number() OVER (ORDER BY region_id) AS BIGINT) AS location_id
FROM regions
