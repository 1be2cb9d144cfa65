-- The actions that Meta counts, one under another: rows that are 0 are absent. A purchase comes under
-- three names, of which only the pixel's is a conversion to those who sum. Money is split between
-- clicks and views as the purchases are, the views' part rounded down. One row per date, region, ad
-- and action type.
WITH days AS (
    SELECT
        date, region_id, region, country, ad_id,
        sum(clicks) AS clicks,
        sum(landing_page_views) AS landing_page_views,
        sum(engagements) AS engagements,
        sum(coalesce(video_views, 0)) AS video_views,
        sum(leads) AS leads,
        sum(add_to_carts) AS add_to_carts,
        sum(claimed_conversions) AS conversions,
        sum(claimed_view_conversions) AS view_conversions,
        sum(claimed_revenue) AS revenue
    FROM _delivery
    WHERE platform IN ('meta', 'facebook')
    GROUP BY date, region_id, region, country, ad_id
),
listed AS (
    SELECT *, 1 AS index, 'link_click' AS action_type, clicks AS value FROM days
    UNION ALL
    SELECT *, 2 AS index, 'landing_page_view' AS action_type, landing_page_views AS value FROM days
    UNION ALL
    SELECT *, 3 AS index, 'post_engagement' AS action_type, engagements AS value FROM days
    UNION ALL
    SELECT *, 4 AS index, 'video_view' AS action_type, video_views AS value FROM days
    UNION ALL
    SELECT *, 5 AS index, 'lead' AS action_type, leads AS value FROM days
    UNION ALL
    SELECT *, 6 AS index, 'omni_add_to_cart' AS action_type, add_to_carts AS value FROM days
    UNION ALL
    SELECT *, 7 AS index, 'purchase' AS action_type, conversions AS value FROM days
    UNION ALL
    SELECT *, 8 AS index, 'omni_purchase' AS action_type, conversions AS value FROM days
    UNION ALL
    SELECT *, 9 AS index, 'offsite_conversion.fb_pixel_purchase' AS action_type, conversions AS value FROM days
)
SELECT
    date, region_id, region, country, ad_id, index, action_type, value,
    CASE WHEN index >= 7 THEN view_conversions END AS of_views,
    CASE WHEN index >= 7 THEN revenue END AS revenue,
    CASE WHEN index >= 7 THEN CAST(revenue * 100 AS BIGINT) * view_conversions / greatest(value, 1) END
        AS cents_of_views
FROM listed
WHERE value > 0
