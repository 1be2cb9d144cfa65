-- Meta's insights report by ad and day, broken down by region: every figure is text, as the API
-- sends it; rates are in percent; a row without activity is absent.
WITH summed AS (
    SELECT
        date, campaign_id, campaign, objective, ad_set_id, ad_set, ad_id, ad, country, region,
        max(currency) AS currency,
        sum(impressions) AS impressions,
        sum(reach) AS reach,
        sum(clicks) AS clicks,
        sum(landing_page_views) AS landing_page_views,
        sum(spend) AS spend,
        sum(coalesce(video_views, 0)) AS video_views,
        sum(engagements) AS engagements,
        sum(leads) AS leads,
        sum(add_to_carts) AS add_to_carts,
        sum(claimed_conversions) AS conversions,
        sum(claimed_view_conversions) AS view_conversions,
        sum(claimed_revenue) AS revenue,
        max(platform) AS platform
    FROM _delivery
    WHERE platform IN ('meta', 'facebook')
    GROUP BY date, campaign_id, campaign, objective, ad_set_id, ad_set, ad_id, ad, country, region
)
SELECT
    CAST(s.date AS VARCHAR) AS date_start,
    CAST(s.date AS VARCHAR) AS date_stop,
    '102030405060708' AS account_id,
    '{{name}} - Meta' AS account_name,
    s.currency AS account_currency,
    CAST(120200000000000000 + s.campaign_id AS VARCHAR) AS campaign_id,
    s.campaign AS campaign_name,
    CASE s.objective
        WHEN 'awareness' THEN 'OUTCOME_AWARENESS'
        WHEN 'traffic' THEN 'OUTCOME_TRAFFIC'
        WHEN 'leads' THEN 'OUTCOME_LEADS'
        WHEN 'engagement' THEN 'OUTCOME_ENGAGEMENT'
        ELSE 'OUTCOME_SALES'
    END AS objective,
    'AUCTION' AS buying_type,
    CAST(120200000000000000 + s.ad_set_id AS VARCHAR) AS adset_id,
    s.ad_set AS adset_name,
    CAST(120200000000000000 + s.ad_id AS VARCHAR) AS ad_id,
    s.ad AS ad_name,
    concat(
        CAST(p.click_window_days AS VARCHAR), 'd_click_',
        CAST(p.view_window_days AS VARCHAR), 'd_view'
    ) AS attribution_setting,
    s.country,
    s.region,
    CAST(s.impressions AS VARCHAR) AS impressions,
    CAST(s.reach AS VARCHAR) AS reach,
    CAST(CAST(round(CAST(s.impressions AS DOUBLE) / nullif(s.reach, 0), 6)
        AS DECIMAL(18, 6)) AS VARCHAR) AS frequency,
    CAST(s.clicks + s.engagements AS VARCHAR) AS clicks,
    CAST(s.clicks AS VARCHAR) AS inline_link_clicks,
    CAST(s.spend AS VARCHAR) AS spend,
    CAST(CAST(round(CAST(s.spend AS DOUBLE) / nullif(s.clicks + s.engagements, 0), 6)
        AS DECIMAL(18, 6)) AS VARCHAR) AS cpc,
    CAST(CAST(round(1000 * CAST(s.spend AS DOUBLE) / nullif(s.impressions, 0), 6)
        AS DECIMAL(18, 6)) AS VARCHAR) AS cpm,
    CAST(CAST(round(1000 * CAST(s.spend AS DOUBLE) / nullif(s.reach, 0), 6)
        AS DECIMAL(18, 6)) AS VARCHAR) AS cpp,
    CAST(CAST(round(100 * CAST(s.clicks + s.engagements AS DOUBLE) / nullif(s.impressions, 0), 6)
        AS DECIMAL(18, 6)) AS VARCHAR) AS ctr,
    nullif(concat('[', substr(concat(
        CASE WHEN s.clicks > 0 THEN
            concat(',{"action_type":"link_click","value":"', CAST(s.clicks AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.landing_page_views > 0 THEN concat(
            ',{"action_type":"landing_page_view","value":"',
            CAST(s.landing_page_views AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.engagements > 0 THEN
            concat(',{"action_type":"post_engagement","value":"', CAST(s.engagements AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.video_views > 0 THEN
            concat(',{"action_type":"video_view","value":"', CAST(s.video_views AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.leads > 0 THEN
            concat(',{"action_type":"lead","value":"', CAST(s.leads AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.add_to_carts > 0 THEN
            concat(',{"action_type":"omni_add_to_cart","value":"', CAST(s.add_to_carts AS VARCHAR), '"}')
        ELSE '' END,
        CASE WHEN s.conversions > 0 THEN concat(
            ',{"action_type":"purchase","value":"', CAST(s.conversions AS VARCHAR),
            '"},{"action_type":"omni_purchase","value":"', CAST(s.conversions AS VARCHAR),
            '"},{"action_type":"offsite_conversion.fb_pixel_purchase","value":"',
            CAST(s.conversions AS VARCHAR),
            '","7d_click":"', CAST(s.conversions - s.view_conversions AS VARCHAR),
            '","1d_view":"', CAST(s.view_conversions AS VARCHAR), '"}')
        ELSE '' END
    ), 2), ']'), '[]') AS actions,
    CASE WHEN s.conversions > 0 THEN concat(
        '[{"action_type":"purchase","value":"', CAST(s.revenue AS VARCHAR),
        '"},{"action_type":"omni_purchase","value":"', CAST(s.revenue AS VARCHAR),
        '"},{"action_type":"offsite_conversion.fb_pixel_purchase","value":"',
        CAST(s.revenue AS VARCHAR), '"}]')
    END AS action_values,
    CASE WHEN s.conversions > 0 AND s.spend > 0 THEN concat(
        '[{"action_type":"omni_purchase","value":"',
        CAST(round(CAST(s.revenue AS DOUBLE) / CAST(s.spend AS DOUBLE), 6) AS VARCHAR), '"}]')
    END AS purchase_roas
FROM summed s
JOIN platforms p ON p.platform = s.platform
WHERE s.impressions > 0 OR s.spend > 0 OR s.conversions > 0
ORDER BY date_start, ad_id, region
