-- The report of a platform that has no export of its own here, in plain names: one row per date, ad,
-- region and device.
SELECT
    date,
    campaign_id,
    campaign,
    ad_set_id,
    ad_set,
    ad_id,
    ad,
    country,
    region_id AS region,
    device,
    currency,
    impressions,
    clicks,
    spend,
    claimed_conversions AS conversions,
    claimed_revenue AS conversion_value
FROM _delivery
WHERE platform = '{{id}}'
ORDER BY date, ad_id, region, device
