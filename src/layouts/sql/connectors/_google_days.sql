-- What each Google ad did on each day, device and network: one row per date, ad and device that did
-- anything.
SELECT
    date,
    campaign_id,
    ad_set_id,
    ad_id,
    upper(device) AS device,
    CASE format
        WHEN 'search_text' THEN 'SEARCH'
        WHEN 'shopping' THEN 'SEARCH'
        WHEN 'performance_max' THEN 'MIXED'
        WHEN 'video' THEN 'YOUTUBE'
        WHEN 'in_stream' THEN 'YOUTUBE'
        ELSE 'CONTENT'
    END AS ad_network_type,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(engagements) AS engagements,
    sum(spend) AS spend,
    sum(claimed_conversions) AS conversions,
    sum(claimed_view_conversions) AS view_conversions,
    sum(claimed_revenue) AS revenue
FROM _delivery
WHERE platform = 'google'
GROUP BY date, campaign_id, ad_set_id, ad_id, device, format
HAVING sum(impressions) > 0 OR sum(spend) > 0 OR sum(claimed_conversions) > 0
