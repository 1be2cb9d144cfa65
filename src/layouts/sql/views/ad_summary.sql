-- What each ad did in the window, as its platform reports it: one row per ad that was delivered.
SELECT
    p.ad_id,
    a.name AS ad,
    p.platform,
    k.name AS campaign,
    t.name AS ad_set,
    v.format,
    min(p.date) AS first_day,
    max(p.date) AS last_day,
    sum(p.impressions) AS impressions,
    sum(p.clicks) AS clicks,
    sum(p.landing_page_views) AS landing_page_views,
    sum(p.leads) AS leads,
    sum(p.spend) AS spend,
    sum(p.claimed_conversions) AS claimed_conversions,
    sum(p.claimed_revenue) AS claimed_revenue,
    1e0 * sum(p.clicks) / nullif(sum(p.impressions), 0) AS ctr,
    1e0 * sum(p.spend) / nullif(sum(p.clicks), 0) AS cpc,
    1e3 * sum(p.spend) / nullif(sum(p.impressions), 0) AS cpm,
    1e0 * sum(p.claimed_conversions) / nullif(sum(p.clicks), 0) AS cvr,
    1e0 * sum(p.spend) / nullif(sum(p.claimed_conversions), 0) AS cpa,
    1e0 * sum(p.claimed_revenue) / nullif(sum(p.spend), 0) AS roas
FROM ad_performance p
JOIN ads a ON a.ad_id = p.ad_id
JOIN campaigns k ON k.campaign_id = p.campaign_id
JOIN ad_sets t ON t.ad_set_id = p.ad_set_id
JOIN creatives v ON v.creative_id = a.creative_id
GROUP BY p.ad_id, a.name, p.platform, k.name, t.name, v.format
ORDER BY p.ad_id
