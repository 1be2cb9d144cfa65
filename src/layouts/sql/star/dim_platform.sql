-- One row per platform.
SELECT
    CAST(platform AS VARCHAR) AS platform,
    name,
    utm_source,
    utm_medium,
    clickable,
    click_window_days,
    view_window_days
FROM platforms
ORDER BY platform
