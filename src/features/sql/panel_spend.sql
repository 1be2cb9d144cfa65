-- Spend by day, region and channel: what media models are fitted on.
SELECT date, region, platform AS channel, sum(spend) AS spend
FROM mart.performance
GROUP BY date, region, platform
ORDER BY date, region, platform
