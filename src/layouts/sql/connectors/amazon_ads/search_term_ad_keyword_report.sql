-- What people typed, and the keyword that it met: one row per date, keyword and search term.
SELECT
    600000000000000 + CAST(k.ad_set_id AS BIGINT) * 100 + k.number AS keyword_id,
    300000000000000 + k.ad_set_id AS ad_group_id,
    200000000000000 + k.campaign_id AS campaign_id,
    k.date,
    k.search_term,
    '{{currency}}' AS campaign_budget_currency_code,
    'DAILY_BUDGET' AS campaign_budget_type,
    CAST(c.daily_budget AS DOUBLE) AS campaign_budget_amount,
    CAST(0.75 AS DOUBLE) AS keyword_bid,
    'ENABLED' AS ad_keyword_status,
    k.keyword AS targeting,
    k.impressions,
    k.clicks,
    CAST(k.cents AS DOUBLE) / 100 AS cost,
    k.conversions AS purchases_30_d,
    CAST(k.revenue_cents AS DOUBLE) / 100 AS sales_30_d,
    CAST(k.date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _search_term_days k
JOIN campaigns c ON c.campaign_id = k.campaign_id
WHERE k.platform = 'amazon'
ORDER BY date, keyword_id, search_term
