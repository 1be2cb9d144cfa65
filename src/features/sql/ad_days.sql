-- What each ad did on each day, and the orders of the visits that it brought.
SELECT
    ad,
    date,
    min(platform) AS platform,
    min(objective) AS objective,
    min(tactic) AS tactic,
    min(audience) AS audience,
    min(format) AS format,
    sum(spend) AS spend,
    sum(impressions) AS impressions,
    sum(reach) AS reach,
    sum(clicks) AS clicks,
    sum(engagements) AS engagements,
    sum(orders) AS orders
FROM mart.performance
WHERE ad IS NOT NULL
GROUP BY ad, date
ORDER BY ad, date
