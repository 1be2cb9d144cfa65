-- One platform's marketing file: one row per date, tactic, state and campaign.
SELECT
    date,
    tactic,
    region_id AS state,
    campaign,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(spend) AS spend,
    sum(claimed_revenue) AS attributed_revenue
FROM _delivery
WHERE platform = '{{id}}'
GROUP BY date, tactic, region_id, campaign
ORDER BY date, tactic, state, campaign
