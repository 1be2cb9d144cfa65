-- One row per day of the window. Whether a day is a weekend or an event depends on the region, so
-- those stand here as counts of regions.
SELECT
    date,
    CAST(to_char(date, '%Y%m%d') AS INT) AS date_key,
    max(year) AS year,
    max(quarter) AS quarter,
    max(month) AS month,
    max(iso_week) AS iso_week,
    CAST(date_part('day', date) AS INT) AS day_of_month,
    max(CAST(weekday AS VARCHAR)) AS weekday,
    max(hijri_date) AS hijri_date,
    sum(CASE WHEN is_weekend THEN 1 ELSE 0 END) AS regions_at_weekend,
    sum(CASE WHEN events IS NOT NULL THEN 1 ELSE 0 END) AS regions_with_event
FROM calendar
GROUP BY date
ORDER BY date
