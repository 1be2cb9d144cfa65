-- One row per date, platform, campaign, ad set, creative and country that an ad ran in. Measures add
-- up along every dimension; reach and frequency do not, so they are absent. `claimed_*` is what the
-- platform says; `orders` and what follows are the shop's own orders of the visits that the ad
-- brought (last click), on the day of the visit.
WITH merged AS (
    SELECT
        date, platform, campaign_id, ad_set_id, creative_id, country, currency,
        impressions, clicks, landing_page_views, spend, coalesce(video_views, 0) AS video_views,
        coalesce(video_completions, 0) AS video_completions, engagements, leads, add_to_carts,
        claimed_conversions, claimed_view_conversions, claimed_revenue,
        0 AS orders, 0 AS new_customers, 0 AS units,
        CAST(0 AS DECIMAL(14, 2)) AS revenue, CAST(0 AS DECIMAL(14, 2)) AS cost_of_goods
    FROM _delivery
    UNION ALL
    SELECT
        c.date, CAST(a.platform AS VARCHAR), a.campaign_id, a.ad_set_id, a.creative_id,
        CAST(r.country AS VARCHAR), CAST(r.currency AS VARCHAR),
        0, 0, 0, CAST(0 AS DECIMAL(14, 2)), 0, 0, 0, 0, 0, 0, 0, CAST(0 AS DECIMAL(14, 2)),
        c.orders, c.new_customers, c.units, c.revenue, c.cost_of_goods
    FROM _last_click c
    JOIN ads a ON a.ad_id = c.ad_id
    JOIN regions r ON r.region_id = c.region_id
)
SELECT
    date, platform, campaign_id, ad_set_id, creative_id, country,
    max(currency) AS currency,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(landing_page_views) AS landing_page_views,
    sum(spend) AS spend,
    sum(video_views) AS video_views,
    sum(video_completions) AS video_completions,
    sum(engagements) AS engagements,
    sum(leads) AS leads,
    sum(add_to_carts) AS add_to_carts,
    sum(claimed_conversions) AS claimed_orders,
    sum(claimed_view_conversions) AS claimed_view_orders,
    sum(claimed_revenue) AS claimed_revenue,
    sum(orders) AS orders,
    sum(new_customers) AS new_customers,
    sum(units) AS units,
    sum(revenue) AS revenue,
    sum(cost_of_goods) AS cost_of_goods,
    sum(revenue) - sum(cost_of_goods) AS gross_profit
FROM merged
GROUP BY date, platform, campaign_id, ad_set_id, creative_id, country
ORDER BY date, platform, campaign_id, ad_set_id, creative_id, country
