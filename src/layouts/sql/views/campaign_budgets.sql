-- The same by campaign, beside the budget that was set for it: one row per campaign that was
-- delivered.
WITH delivered AS (
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
    GROUP BY p.campaign_id
)
SELECT
    k.campaign_id,
    k.name AS campaign,
    k.platform,
    d.ads,
    d.days,
    d.reach,
    d.budget,
    k.daily_budget * d.days AS set_budget,
    d.spend,
    1e0 * d.spend / nullif(k.daily_budget * d.days, 0) AS spend_to_set_budget
FROM delivered d
JOIN campaigns k ON k.campaign_id = d.campaign_id
ORDER BY k.campaign_id
