-- The countries that the world sells in, with their names and numbers in ISO 3166. A country that is not
-- listed has its one region's name, and a number of the range that the standard leaves to its users.
-- One row per country.
WITH listed AS (
    SELECT 'AE' AS country, 784 AS number, 'United Arab Emirates' AS name
    UNION ALL SELECT 'AU', 36, 'Australia'
    UNION ALL SELECT 'BH', 48, 'Bahrain'
    UNION ALL SELECT 'BR', 76, 'Brazil'
    UNION ALL SELECT 'CA', 124, 'Canada'
    UNION ALL SELECT 'DE', 276, 'Germany'
    UNION ALL SELECT 'EG', 818, 'Egypt'
    UNION ALL SELECT 'ES', 724, 'Spain'
    UNION ALL SELECT 'FR', 250, 'France'
    UNION ALL SELECT 'GB', 826, 'United Kingdom'
    UNION ALL SELECT 'IN', 356, 'India'
    UNION ALL SELECT 'IT', 380, 'Italy'
    UNION ALL SELECT 'JO', 400, 'Jordan'
    UNION ALL SELECT 'KW', 414, 'Kuwait'
    UNION ALL SELECT 'NL', 528, 'Netherlands'
    UNION ALL SELECT 'OM', 512, 'Oman'
    UNION ALL SELECT 'PL', 616, 'Poland'
    UNION ALL SELECT 'QA', 634, 'Qatar'
    UNION ALL SELECT 'SA', 682, 'Saudi Arabia'
    UNION ALL SELECT 'US', 840, 'United States'
),
sold_in AS (
    SELECT CAST(country AS VARCHAR) AS country, count(*) AS regions, min(name) AS region
    FROM regions
    GROUP BY CAST(country AS VARCHAR)
)
SELECT
    s.country,
    CAST(coalesce(
        l.number,
        899 + row_number() OVER (PARTITION BY l.number IS NULL ORDER BY s.country)
    ) AS BIGINT) AS number,
    coalesce(l.name, CASE WHEN s.regions = 1 THEN s.region ELSE s.country END) AS name
FROM sold_in s
LEFT JOIN listed l ON l.country = s.country
