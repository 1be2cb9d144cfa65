-- What each keyword did: one row per date and keyword. They add up to the search ads of the account.
SELECT
    CAST(1234567890 AS BIGINT) AS customer_id,
    date,
    concat(to_hex(CAST(ad_set_id AS BIGINT) * 100 + number), '-', to_char(date, '%Y%m%d')) AS _fivetran_id,
    300000000000 + CAST(ad_set_id AS BIGINT) * 100 + number AS ad_group_criterion_criterion_id,
    150000000000 + ad_set_id AS ad_group_id,
    20000000000 + campaign_id AS campaign_id,
    'SEARCH' AS ad_network_type,
    impressions,
    clicks,
    cents * 10000 AS cost_micros,
    CAST(conversions AS DOUBLE) AS conversions,
    CAST(revenue_cents AS DOUBLE) / 100 AS conversions_value,
    CAST(0 AS BIGINT) AS view_through_conversions,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _keyword_days
WHERE platform = 'google'
ORDER BY date, ad_group_criterion_criterion_id
