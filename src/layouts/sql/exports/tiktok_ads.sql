-- TikTok's integrated report of ads by day and country. Every metric is text: money and cost per
-- action with three decimals, rates in percent with two. Rows without delivery are there.
WITH summed AS (
    SELECT
        date, campaign_id, campaign, ad_set_id, ad_set, ad_id, ad, country,
        max(currency) AS currency,
        sum(impressions) AS impressions,
        sum(reach) AS reach,
        sum(clicks) AS clicks,
        sum(spend) AS spend,
        max(length_seconds) AS length_seconds,
        sum(coalesce(video_views, 0)) AS views,
        sum(coalesce(video_completions, 0)) AS completions,
        sum(engagements) AS engagements,
        sum(leads) AS leads,
        sum(add_to_carts) AS add_to_carts,
        sum(claimed_conversions) AS conversions,
        sum(claimed_revenue) AS revenue
    FROM _delivery
    WHERE platform = 'tiktok'
    GROUP BY date, campaign_id, campaign, ad_set_id, ad_set, ad_id, ad, country
)
SELECT
    '7100000000000000001' AS advertiser_id,
    concat(CAST(s.date AS VARCHAR), ' 00:00:00') AS stat_time_day,
    s.country AS country_code,
    CAST(1790000000000000000 + s.campaign_id AS VARCHAR) AS campaign_id,
    s.campaign AS campaign_name,
    CAST(1790000000000000000 + s.ad_set_id AS VARCHAR) AS adgroup_id,
    s.ad_set AS adgroup_name,
    CAST(1790000000000000000 + s.ad_id AS VARCHAR) AS ad_id,
    s.ad AS ad_name,
    s.currency,
    CAST(CAST(s.spend AS DECIMAL(18, 3)) AS VARCHAR) AS spend,
    CAST(s.impressions AS VARCHAR) AS impressions,
    CAST(s.clicks AS VARCHAR) AS clicks,
    CAST(s.reach AS VARCHAR) AS reach,
    CAST(CAST(round(coalesce(CAST(s.spend AS DOUBLE) / nullif(s.clicks, 0), 0), 3)
        AS DECIMAL(18, 3)) AS VARCHAR) AS cpc,
    CAST(CAST(round(coalesce(1000 * CAST(s.spend AS DOUBLE) / nullif(s.impressions, 0), 0), 3)
        AS DECIMAL(18, 3)) AS VARCHAR) AS cpm,
    CAST(CAST(round(coalesce(1000 * CAST(s.spend AS DOUBLE) / nullif(s.reach, 0), 0), 3)
        AS DECIMAL(18, 3)) AS VARCHAR) AS cost_per_1000_reached,
    CAST(CAST(round(coalesce(100 * CAST(s.clicks AS DOUBLE) / nullif(s.impressions, 0), 0), 2)
        AS DECIMAL(18, 2)) AS VARCHAR) AS ctr,
    CAST(CAST(round(coalesce(CAST(s.impressions AS DOUBLE) / nullif(s.reach, 0), 0), 2)
        AS DECIMAL(18, 2)) AS VARCHAR) AS frequency,
    CAST(s.conversions AS VARCHAR) AS conversion,
    CAST(CAST(round(coalesce(CAST(s.spend AS DOUBLE) / nullif(s.conversions, 0), 0), 3)
        AS DECIMAL(18, 3)) AS VARCHAR) AS cost_per_conversion,
    CAST(CAST(round(coalesce(100 * CAST(s.conversions AS DOUBLE) / nullif(s.clicks, 0), 0), 2)
        AS DECIMAL(18, 2)) AS VARCHAR) AS conversion_rate,
    CAST(s.conversions AS VARCHAR) AS complete_payment,
    CAST(CAST(s.revenue AS DECIMAL(18, 3)) AS VARCHAR) AS total_complete_payment_rate,
    CAST(s.add_to_carts AS VARCHAR) AS web_event_add_to_cart,
    CAST(s.leads AS VARCHAR) AS form,
    CASE WHEN s.length_seconds IS NULL THEN '0' ELSE CAST(s.impressions AS VARCHAR) END
        AS video_play_actions,
    CAST(s.views AS VARCHAR) AS video_watched_2s,
    CAST((7 * s.views + s.completions) / 8 AS VARCHAR) AS video_watched_6s,
    CAST((3 * s.views + s.completions) / 4 AS VARCHAR) AS video_views_p25,
    CAST((s.views + s.completions) / 2 AS VARCHAR) AS video_views_p50,
    CAST((s.views + 3 * s.completions) / 4 AS VARCHAR) AS video_views_p75,
    CAST(s.completions AS VARCHAR) AS video_views_p100,
    CAST(s.engagements - s.engagements / 20 - s.engagements / 10 AS VARCHAR) AS likes,
    CAST(s.engagements / 20 AS VARCHAR) AS comments,
    CAST(s.engagements / 10 AS VARCHAR) AS shares
FROM summed s
ORDER BY stat_time_day, ad_id, country_code
