CREATE PROCEDURE funnel_metrics(IN first_day DATE, IN last_day DATE)
    READS SQL DATA
    SQL SECURITY INVOKER
    COMMENT 'From the ad to the order, by platform, on the days given; NULL leaves an end open'
SELECT
    s.platform,
    s.impressions,
    s.clicks,
    coalesce(v.visits, 0) AS visits,
    coalesce(v.product_visits, 0) AS product_visits,
    coalesce(v.carts, 0) AS carts,
    coalesce(v.checkouts, 0) AS checkouts,
    coalesce(v.orders, 0) AS orders,
    1e0 * s.clicks / nullif(s.impressions, 0) AS click_through_rate,
    1e0 * v.visits / nullif(s.clicks, 0) AS landing_rate,
    1e0 * v.carts / nullif(v.visits, 0) AS cart_rate,
    1e0 * v.checkouts / nullif(v.carts, 0) AS checkout_rate,
    1e0 * v.orders / nullif(v.checkouts, 0) AS completion_rate,
    1e0 * v.orders / nullif(v.visits, 0) AS conversion_rate
FROM (
    SELECT platform, sum(impressions) AS impressions, sum(clicks) AS clicks
    FROM ad_performance
    WHERE (first_day IS NULL OR date >= first_day) AND (last_day IS NULL OR date <= last_day)
    GROUP BY platform
) s
LEFT JOIN (
    SELECT
        platform,
        count(*) AS visits,
        sum(product_views > 0) AS product_visits,
        sum(added_to_cart) AS carts,
        sum(reached_checkout) AS checkouts,
        sum(converted) AS orders
    FROM sessions
    WHERE platform IS NOT NULL
        AND (first_day IS NULL OR date >= first_day) AND (last_day IS NULL OR date <= last_day)
    GROUP BY platform
) v ON v.platform = s.platform
ORDER BY s.platform
