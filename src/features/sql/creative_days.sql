-- What each creative did on each day.
SELECT
    creative,
    date,
    min(platform) AS platform,
    min(format) AS format,
    min(objective) AS objective,
    min(tactic) AS tactic,
    sum(impressions) AS impressions,
    sum(reach) AS reach,
    sum(clicks) AS clicks,
    sum(sessions) AS sessions,
    sum(orders) AS orders,
    sum(revenue) AS revenue,
    sum(spend) AS spend
FROM mart.performance
WHERE creative IS NOT NULL
GROUP BY creative, date
ORDER BY creative, date
