-- A campaign's spend of a day stays within its daily budget and the platform's stated over-delivery,
-- give or take a cent per row for rounding.
SELECT delivered.date, delivered.campaign_id, delivered.spend, c.daily_budget, p.over_delivery
FROM (
    SELECT date, campaign_id, sum(spend) AS spend, count(*) AS delivering_rows
    FROM data.ad_performance
    GROUP BY date, campaign_id
) AS delivered
JOIN data.campaigns AS c ON c.campaign_id = delivered.campaign_id
JOIN data.platforms AS p ON p.platform = c.platform
WHERE CAST(delivered.spend AS DOUBLE)
    > CAST(c.daily_budget AS DOUBLE) * (1 + p.over_delivery) + 0.01 * delivered.delivering_rows + 1e-6
