CREATE PROCEDURE ad_budgets(IN which_ad BIGINT)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'People reached times the reference price of a thousand impressions; NULL asks for all ads'
SELECT
    p.ad_id,
    p.campaign_id,
    p.platform,
    sum(p.reach) AS reach,
    round(sum(p.reach * x.price) / 1000, 2) AS budget,
    sum(p.spend) AS spend
FROM ad_performance p
JOIN ads a ON a.ad_id = p.ad_id
JOIN creatives v ON v.creative_id = a.creative_id
JOIN ad_pricing x
    ON x.platform = p.platform AND x.format = v.format AND x.region_id = p.region_id
WHERE which_ad IS NULL OR p.ad_id = which_ad
GROUP BY p.ad_id, p.campaign_id, p.platform
ORDER BY p.ad_id
