-- The warehouses: one row per region.
SELECT
    61000000000 + row_number() OVER (ORDER BY r.region_id) AS id,
    concat('Warehouse ', CAST(r.region_id AS VARCHAR)) AS name,
    r.name AS city,
    CAST(r.country AS VARCHAR) AS country,
    CAST(r.country AS VARCHAR) AS country_code,
    true AS active,
    false AS legacy,
    false AS _fivetran_deleted,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM regions r
ORDER BY id
