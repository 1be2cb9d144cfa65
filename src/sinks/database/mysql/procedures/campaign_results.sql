CREATE PROCEDURE campaign_results(IN first_day DATE, IN last_day DATE)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'Clicks, leads and revenue of each campaign on the days given; NULL leaves an end open'
SELECT
    k.campaign_id,
    k.name AS campaign,
    k.platform,
    s.impressions,
    s.clicks,
    s.leads,
    s.spend,
    s.claimed_conversions,
    s.claimed_revenue,
    coalesce(b.orders, 0) AS orders,
    coalesce(b.revenue, 0) AS revenue
FROM (
    SELECT
        campaign_id,
        sum(impressions) AS impressions,
        sum(clicks) AS clicks,
        sum(leads) AS leads,
        sum(spend) AS spend,
        sum(claimed_conversions) AS claimed_conversions,
        sum(claimed_revenue) AS claimed_revenue
    FROM ad_performance
    WHERE (first_day IS NULL OR date >= first_day) AND (last_day IS NULL OR date <= last_day)
    GROUP BY campaign_id
) s
JOIN campaigns k ON k.campaign_id = s.campaign_id
LEFT JOIN (
    SELECT a.campaign_id, count(*) AS orders, sum(o.revenue) AS revenue
    FROM orders o
    JOIN sessions v ON v.session_id = o.session_id
    JOIN ads a ON a.ad_id = v.ad_id
    WHERE (first_day IS NULL OR o.date >= first_day) AND (last_day IS NULL OR o.date <= last_day)
    GROUP BY a.campaign_id
) b ON b.campaign_id = s.campaign_id
ORDER BY k.campaign_id
