-- A platform's spend by day and region in truth.daily is that of its ads, and its spend in truth.channels
-- is the sum of its days (written here without date and region).
SELECT platform, date, region_id, sum(stated) AS stated_spend, sum(counted) AS counted_spend
FROM (
    SELECT platform, date, region_id, spend AS stated, CAST(0 AS DECIMAL(14, 2)) AS counted
    FROM truth.daily
    UNION ALL
    SELECT platform, date, region_id, CAST(0 AS DECIMAL(14, 2)), spend
    FROM data.ad_performance
    UNION ALL
    SELECT platform, NULL, NULL, spend, CAST(0 AS DECIMAL(14, 2))
    FROM truth.channels
    UNION ALL
    SELECT platform, NULL, NULL, CAST(0 AS DECIMAL(14, 2)), spend
    FROM truth.daily
) AS stated_and_counted
GROUP BY platform, date, region_id
HAVING sum(stated) <> sum(counted)
