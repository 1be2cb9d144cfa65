-- Visits, what was known of each when it began, and, in the columns from page_views on, what was
-- known only later. One row per visit.
SELECT
    session_id AS visit,
    date,
    started_at,
    region_id AS region,
    'city ' || CAST(city_id AS VARCHAR) AS city,
    device,
    os,
    browser,
    language,
    source,
    medium,
    platform,
    landing_page,
    is_returning,
    page_views,
    product_views,
    duration_seconds,
    added_to_cart,
    converted
FROM sessions
