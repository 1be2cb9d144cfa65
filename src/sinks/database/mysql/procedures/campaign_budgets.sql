CREATE PROCEDURE campaign_budgets(IN which_campaign INT)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'Budget by reach, budget as set, and spend of each campaign; NULL asks for all'
SELECT
    k.campaign_id,
    k.name AS campaign,
    k.platform,
    d.ads,
    d.days,
    d.reach,
    d.budget,
    k.daily_budget * d.days AS set_budget,
    d.spend
FROM (
    SELECT
        p.campaign_id,
        count(DISTINCT p.ad_id) AS ads,
        count(DISTINCT p.date) AS days,
        sum(p.reach) AS reach,
        round(sum(p.reach * x.price) / 1000, 2) AS budget,
        sum(p.spend) AS spend
    FROM ad_performance p
    JOIN ads a ON a.ad_id = p.ad_id
    JOIN creatives v ON v.creative_id = a.creative_id
    JOIN ad_pricing x
        ON x.platform = p.platform AND x.format = v.format AND x.region_id = p.region_id
    WHERE which_campaign IS NULL OR p.campaign_id = which_campaign
    GROUP BY p.campaign_id
) d
JOIN campaigns k ON k.campaign_id = d.campaign_id
ORDER BY k.campaign_id
