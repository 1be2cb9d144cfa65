-- The places that ads can be aimed at: the countries that the world sells in, and a country's regions where
-- it has several. One row per account and place.
WITH account AS (
    SELECT min(v.created_at) - INTERVAL '29 days' AS synced_at
    FROM _versions v
    WHERE v.platform = 'tiktok'
    HAVING count(*) > 0
),
places AS (
    SELECT
        country AS region_id,
        country AS country_code,
        name AS region_name,
        'COUNTRY' AS region_level,
        '0' AS parent_id
    FROM _countries
    UNION ALL
    SELECT
        concat(CAST(r.country AS VARCHAR), '-', CAST(r.region_id AS VARCHAR)) AS region_id,
        CAST(r.country AS VARCHAR) AS country_code,
        r.name AS region_name,
        'PROVINCE' AS region_level,
        CAST(r.country AS VARCHAR) AS parent_id
    FROM regions r
    WHERE r.region_id <> r.country
)
SELECT
    p.region_id,
    CAST(7100000000000000001 AS BIGINT) AS advertiser_id,
    p.country_code,
    p.region_name,
    p.region_level,
    'ADMIN' AS area_type,
    p.parent_id,
    false AS support_below_18,
    a.synced_at AS _fivetran_synced
FROM places p
CROSS JOIN account a
ORDER BY region_id
