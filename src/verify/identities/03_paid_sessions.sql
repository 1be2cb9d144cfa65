-- The visits that an ad brought, counted in sessions by date, ad, region and device, are the landing-page
-- views that ad_performance reports; those of them that filled a cart are its add_to_carts.
SELECT date, ad_id, region_id, device,
       sum(landing_page_views) AS landing_page_views, sum(sessions) AS sessions,
       sum(add_to_carts) AS add_to_carts, sum(sessions_with_cart) AS sessions_with_cart
FROM (
    SELECT date, ad_id, region_id, device,
           landing_page_views, 0 AS sessions, add_to_carts, 0 AS sessions_with_cart
    FROM data.ad_performance
    UNION ALL
    SELECT date, ad_id, region_id, device, 0, 1, 0, CASE WHEN added_to_cart THEN 1 ELSE 0 END
    FROM data.sessions
    WHERE ad_id IS NOT NULL
) AS reported_and_counted
GROUP BY date, ad_id, region_id, device
HAVING sum(landing_page_views) <> sum(sessions) OR sum(add_to_carts) <> sum(sessions_with_cart)
