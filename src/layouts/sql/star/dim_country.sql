-- One row per country; a country that is sold to as several regions (states) is one row.
SELECT
    CAST(country AS VARCHAR) AS country,
    CASE WHEN count(*) = 1 THEN max(name) ELSE max(CAST(country AS VARCHAR)) END AS name,
    count(*) AS regions,
    max(CAST(currency AS VARCHAR)) AS currency,
    max(CAST(local_currency AS VARCHAR)) AS local_currency,
    max(exchange_rate) AS exchange_rate,
    max(weekend) AS weekend
FROM regions
GROUP BY country
ORDER BY country
