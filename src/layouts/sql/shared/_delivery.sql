-- What the platforms report, with the names of everything that the report is about.
-- One row per date, ad, region and device.
SELECT
    p.date,
    CAST(p.platform AS VARCHAR) AS platform,
    p.campaign_id,
    k.name AS campaign,
    CAST(k.objective AS VARCHAR) AS objective,
    CAST(k.tactic AS VARCHAR) AS tactic,
    k.daily_budget,
    p.ad_set_id,
    t.name AS ad_set,
    CAST(t.audience_id AS VARCHAR) AS audience_id,
    p.ad_id,
    a.name AS ad,
    a.creative_id,
    CAST(v.format AS VARCHAR) AS format,
    v.length_seconds,
    CAST(p.region_id AS VARCHAR) AS region_id,
    r.name AS region,
    CAST(r.country AS VARCHAR) AS country,
    r.timezone,
    CAST(p.device AS VARCHAR) AS device,
    CAST(p.currency AS VARCHAR) AS currency,
    p.impressions,
    p.reach,
    p.clicks,
    p.landing_page_views,
    p.spend,
    p.video_views,
    p.video_completions,
    p.engagements,
    p.leads,
    p.add_to_carts,
    p.claimed_conversions,
    p.claimed_view_conversions,
    p.claimed_revenue
FROM ad_performance p
JOIN campaigns k ON k.campaign_id = p.campaign_id
JOIN ad_sets t ON t.ad_set_id = p.ad_set_id
JOIN ads a ON a.ad_id = p.ad_id
JOIN creatives v ON v.creative_id = a.creative_id
JOIN regions r ON r.region_id = p.region_id
