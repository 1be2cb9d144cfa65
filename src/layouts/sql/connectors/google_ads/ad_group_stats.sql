-- What each ad group did: one row per date, ad group, device and network. Cost is in micros.
SELECT
    CAST(1234567890 AS BIGINT) AS customer_id,
    date,
    concat(to_hex(ad_set_id), '-', device, '-', ad_network_type) AS _fivetran_id,
    150000000000 + ad_set_id AS id,
    20000000000 + campaign_id AS campaign_id,
    device,
    ad_network_type,
    sum(impressions) AS impressions,
    sum(clicks) AS clicks,
    sum(clicks) + sum(engagements) AS interactions,
    CAST(sum(spend) * 1000000 AS BIGINT) AS cost_micros,
    CAST(sum(conversions) AS DOUBLE) AS conversions,
    CAST(sum(revenue) AS DOUBLE) AS conversions_value,
    sum(view_conversions) AS view_through_conversions,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _google_days
GROUP BY date, campaign_id, ad_set_id, device, ad_network_type
ORDER BY date, ad_set_id, device, ad_network_type
