-- Visits by day and where they came from. One row per date and source.
SELECT
    date,
    source,
    CAST(count(*) AS DOUBLE) AS sessions,
    CAST(sum(CASE WHEN converted THEN 1 ELSE 0 END) AS DOUBLE) AS orders
FROM sessions
GROUP BY date, source
ORDER BY date, source
