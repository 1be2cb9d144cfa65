-- Google Ads' report of ads by day, device and network, in the names of its query language. Cost is
-- in micros, shares are fractions, conversions are doubles, a row without activity is absent.
WITH summed AS (
    SELECT
        date, campaign_id, campaign, ad_set_id, ad_set, ad_id, ad, format, device,
        max(currency) AS currency,
        sum(impressions) AS impressions,
        sum(clicks) AS clicks,
        sum(engagements) AS engagements,
        sum(spend) AS spend,
        sum(claimed_conversions) AS conversions,
        sum(claimed_view_conversions) AS view_conversions,
        sum(claimed_revenue) AS revenue
    FROM _delivery
    WHERE platform = 'google'
    GROUP BY date, campaign_id, campaign, ad_set_id, ad_set, ad_id, ad, format, device
)
SELECT
    s.date AS "segments.date",
    CAST(1234567890 AS BIGINT) AS "customer.id",
    '{{name}} - Google Ads' AS "customer.descriptive_name",
    s.currency AS "customer.currency_code",
    '{{timezone}}' AS "customer.time_zone",
    20000000000 + s.campaign_id AS "campaign.id",
    s.campaign AS "campaign.name",
    k.channel_type AS "campaign.advertising_channel_type",
    150000000000 + s.ad_set_id AS "ad_group.id",
    s.ad_set AS "ad_group.name",
    700000000000 + s.ad_id AS "ad_group_ad.ad.id",
    s.ad AS "ad_group_ad.ad.name",
    CASE s.format
        WHEN 'search_text' THEN 'RESPONSIVE_SEARCH_AD'
        WHEN 'shopping' THEN 'SHOPPING_PRODUCT_AD'
        WHEN 'performance_max' THEN 'SHOPPING_SMART_AD'
        WHEN 'video' THEN 'VIDEO_RESPONSIVE_AD'
        WHEN 'in_stream' THEN 'VIDEO_TRUEVIEW_IN_STREAM_AD'
        ELSE 'RESPONSIVE_DISPLAY_AD'
    END AS "ad_group_ad.ad.type",
    upper(s.device) AS "segments.device",
    CASE s.format
        WHEN 'search_text' THEN 'SEARCH'
        WHEN 'shopping' THEN 'SEARCH'
        WHEN 'performance_max' THEN 'MIXED'
        WHEN 'video' THEN 'YOUTUBE'
        WHEN 'in_stream' THEN 'YOUTUBE'
        ELSE 'CONTENT'
    END AS "segments.ad_network_type",
    s.impressions AS "metrics.impressions",
    s.clicks AS "metrics.clicks",
    s.clicks + s.engagements AS "metrics.interactions",
    CAST(s.spend * 1000000 AS BIGINT) AS "metrics.cost_micros",
    1000000 * CAST(s.spend AS DOUBLE) / nullif(s.clicks, 0) AS "metrics.average_cpc",
    CAST(s.clicks AS DOUBLE) / nullif(s.impressions, 0) AS "metrics.ctr",
    CAST(s.conversions AS DOUBLE) AS "metrics.conversions",
    CAST(s.revenue AS DOUBLE) AS "metrics.conversions_value",
    CAST(s.conversions AS DOUBLE) AS "metrics.all_conversions",
    s.view_conversions AS "metrics.view_through_conversions"
FROM summed s
JOIN _channel_types k ON k.campaign_id = s.campaign_id
WHERE s.impressions > 0 OR s.spend > 0 OR s.conversions > 0
ORDER BY "segments.date", "ad_group_ad.ad.id", "segments.device"
