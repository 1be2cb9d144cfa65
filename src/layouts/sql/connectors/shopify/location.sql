-- The warehouses: one row per region.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    w.location_id AS id,
    concat('Warehouse ', CAST(r.region_id AS VARCHAR)) AS name,
    r.name AS city,
    CAST(r.country AS VARCHAR) AS country,
    CAST(r.country AS VARCHAR) AS country_code,
    CASE WHEN r.region_id <> r.country THEN r.name END AS province,
    true AS active,
    false AS legacy,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '30 days' AS created_at,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) AS updated_at,
    false AS _fivetran_deleted,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM regions r
JOIN _warehouses w ON w.region_id = r.region_id
CROSS JOIN launch l
ORDER BY id
