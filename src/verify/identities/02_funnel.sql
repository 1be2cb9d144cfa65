-- An ad reaches no more people than it has impressions, is clicked no more often than shown, and lands
-- no more visits than clicks; nothing is negative.
SELECT date, ad_id, region_id, device, impressions, reach, clicks, landing_page_views, spend
FROM data.ad_performance
WHERE reach > impressions
   OR clicks > impressions
   OR landing_page_views > clicks
   OR reach < 0 OR landing_page_views < 0 OR spend < 0
