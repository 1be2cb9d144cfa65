-- An incremental order has the platform that caused it, one of its ads, and the days between; any other
-- order has none of these.
SELECT t.order_id, t.is_incremental, t.driver_platform, t.driver_ad_id, t.lag_days, a.platform AS ad_platform
FROM truth.orders AS t
LEFT JOIN data.ads AS a ON a.ad_id = t.driver_ad_id
WHERE t.is_incremental <> (t.driver_platform IS NOT NULL)
   OR t.is_incremental <> (t.driver_ad_id IS NOT NULL)
   OR t.is_incremental <> (t.lag_days IS NOT NULL)
   OR t.lag_days < 0
   OR a.platform <> t.driver_platform
