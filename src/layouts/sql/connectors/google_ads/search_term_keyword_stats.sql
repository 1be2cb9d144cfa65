-- What people typed, and the keyword that it met: one row per date, keyword and search term. They add
-- up to the keywords: the terms that a real account hides are not hidden here.
SELECT
    CAST(1234567890 AS BIGINT) AS customer_id,
    date,
    concat(
        to_hex(CAST(ad_set_id AS BIGINT) * 1000 + number * 10 + term_number), '-',
        to_char(date, '%Y%m%d')
    ) AS _fivetran_id,
    150000000000 + ad_set_id AS ad_group_id,
    20000000000 + campaign_id AS campaign_id,
    concat(
        'customers/1234567890/adGroupCriteria/', CAST(150000000000 + ad_set_id AS VARCHAR), '~',
        CAST(300000000000 + CAST(ad_set_id AS BIGINT) * 100 + number AS VARCHAR)
    ) AS keyword_ad_group_criterion,
    search_term,
    CASE WHEN term_number = 1 THEN 'EXACT' ELSE 'NEAR_EXACT' END AS search_term_match_type,
    CASE WHEN term_number = 1 THEN 'ADDED' ELSE 'NONE' END AS status,
    keyword AS info_text,
    impressions,
    clicks,
    cents * 10000 AS cost_micros,
    CAST(conversions AS DOUBLE) AS conversions,
    CAST(revenue_cents AS DOUBLE) / 100 AS conversions_value,
    CAST(0 AS BIGINT) AS view_through_conversions,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _search_term_days
WHERE platform = 'google'
ORDER BY date, _fivetran_id
