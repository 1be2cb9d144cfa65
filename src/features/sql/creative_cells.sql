-- What each creative did in each cell of device, audience and region, over all days.
SELECT
    creative,
    device,
    audience,
    region,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(sessions) AS sessions,
    sum(orders) AS orders
FROM mart.performance
WHERE creative IS NOT NULL
GROUP BY creative, device, audience, region
ORDER BY creative, device, audience, region
