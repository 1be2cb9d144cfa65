-- What each campaign did: one row per date and campaign.
SELECT
    200000000000000 + d.campaign_id AS campaign_id,
    d.date,
    'legacyForSales' AS campaign_bidding_strategy,
    CAST(NULL AS VARCHAR) AS campaign_applicable_budget_rule_id,
    CAST(NULL AS VARCHAR) AS campaign_applicable_budget_rule_name,
    CAST(NULL AS DOUBLE) AS campaign_rule_based_budget_amount,
    d.currency AS campaign_budget_currency_code,
    'DAILY_BUDGET' AS campaign_budget_type,
    CAST(d.daily_budget AS DOUBLE) AS campaign_budget_amount,
    sum(d.impressions) AS impressions,
    sum(d.clicks) AS clicks,
    CAST(sum(d.spend) AS DOUBLE) AS cost,
    sum(coalesce(e.purchases_1, 0)) AS purchases_1_d,
    sum(coalesce(e.purchases_7, 0)) AS purchases_7_d,
    sum(d.claimed_conversions) AS purchases_14_d,
    sum(d.claimed_conversions) AS purchases_30_d,
    CAST(sum(coalesce(e.sales_1, 0)) AS DOUBLE) AS sales_1_d,
    CAST(sum(coalesce(e.sales_7, 0)) AS DOUBLE) AS sales_7_d,
    CAST(sum(d.claimed_revenue) AS DOUBLE) AS sales_14_d,
    CAST(sum(d.claimed_revenue) AS DOUBLE) AS sales_30_d,
    CAST(d.date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _ad_days d
LEFT JOIN _amazon_windows e ON e.date = d.date AND e.ad_id = d.ad_id
WHERE d.platform = 'amazon'
GROUP BY d.date, d.campaign_id, d.daily_budget, d.currency
ORDER BY date, campaign_id
