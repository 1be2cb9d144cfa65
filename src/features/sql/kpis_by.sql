-- Sums of everything that adds up, by one or two dimensions of the ad reports. Ratios are formed
-- afterwards, from these sums.
SELECT
    {keys},
    sum(spend) AS spend,
    sum(impressions) AS impressions,
    sum(reach) AS reach,
    sum(clicks) AS clicks,
    sum(engagements) AS engagements,
    sum(sessions) AS sessions,
    sum(carts) AS carts,
    sum(checkouts) AS checkouts,
    sum(claimed_conversions) AS claimed_conversions,
    sum(claimed_revenue) AS claimed_revenue,
    sum(orders) AS orders,
    sum(new_customers) AS new_customers,
    sum(revenue) AS revenue,
    sum(gross_profit) AS gross_profit
FROM mart.performance
GROUP BY {keys}
ORDER BY {keys}
