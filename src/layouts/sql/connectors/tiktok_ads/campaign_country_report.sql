-- What each campaign did in each country: one row per date, campaign and country.
SELECT
    1790000000000000000 + campaign_id AS campaign_id,
    CAST(date AS TIMESTAMP) AS stat_time_day,
    country AS country_code,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(spend) AS spend,
    sum(claimed_conversions) AS conversion,
    sum(claimed_conversions) AS real_time_conversion,
    sum(claimed_revenue) AS total_purchase_value,
    CAST(sum(spend) AS DOUBLE) / nullif(sum(clicks), 0) AS cpc,
    1000 * CAST(sum(spend) AS DOUBLE) / nullif(sum(impressions), 0) AS cpm,
    100 * CAST(sum(clicks) AS DOUBLE) / nullif(sum(impressions), 0) AS ctr,
    CAST(sum(spend) AS DOUBLE) / nullif(sum(claimed_conversions), 0) AS cost_per_conversion,
    100 * CAST(sum(claimed_conversions) AS DOUBLE) / nullif(sum(clicks), 0) AS conversion_rate,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _delivery
WHERE platform = 'tiktok'
GROUP BY date, _delivery.campaign_id, country
ORDER BY stat_time_day, campaign_id, country_code
