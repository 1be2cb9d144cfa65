-- Ad days as most platforms report them: one row per date and ad, over regions and devices.
SELECT
    date,
    platform,
    campaign_id, campaign, objective, daily_budget,
    ad_set_id, ad_set,
    ad_id, ad, format, length_seconds,
    currency,
    sum(impressions) AS impressions,
    sum(reach) AS reach,
    sum(clicks) AS clicks,
    sum(landing_page_views) AS landing_page_views,
    sum(spend) AS spend,
    sum(coalesce(video_views, 0)) AS video_views,
    sum(coalesce(video_completions, 0)) AS video_completions,
    sum(engagements) AS engagements,
    sum(leads) AS leads,
    sum(add_to_carts) AS add_to_carts,
    sum(claimed_conversions) AS claimed_conversions,
    sum(claimed_view_conversions) AS claimed_view_conversions,
    sum(claimed_revenue) AS claimed_revenue
FROM _delivery
GROUP BY date, platform, campaign_id, campaign, objective, daily_budget, ad_set_id, ad_set, ad_id,
    ad, format, length_seconds, currency
