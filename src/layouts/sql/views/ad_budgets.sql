-- What an ad should have cost: the people whom it reached, at the reference price of a thousand
-- impressions of its platform, format and region. One row per ad that was delivered.
SELECT
    p.ad_id,
    a.name AS ad,
    p.campaign_id,
    p.platform,
    sum(p.reach) AS reach,
    round(sum(p.reach * x.price) / 1000, 2) AS budget,
    sum(p.spend) AS spend,
    1e0 * sum(p.spend) / nullif(sum(p.reach * x.price) / 1000, 0) AS spend_to_budget
FROM ad_performance p
JOIN ads a ON a.ad_id = p.ad_id
JOIN creatives v ON v.creative_id = a.creative_id
JOIN ad_pricing x
    ON x.platform = p.platform AND x.format = v.format AND x.region_id = p.region_id
GROUP BY p.ad_id, a.name, p.campaign_id, p.platform
ORDER BY p.ad_id
