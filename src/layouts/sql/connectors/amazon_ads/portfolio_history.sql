-- Portfolios, one for each objective that campaigns have: one row per version.
SELECT
    500000000000000 + min(k.campaign_id) AS id,
    CAST(3300000000000001 AS BIGINT) AS profile_id,
    concat('Portfolio ', CAST(k.objective AS VARCHAR)) AS name,
    CAST(30 * sum(k.daily_budget) AS DOUBLE) AS budget_amount,
    '{{currency}}' AS budget_currency_code,
    'monthlyRecurring' AS budget_policy,
    CAST(NULL AS DATE) AS budget_start_date,
    CAST(NULL AS DATE) AS budget_end_date,
    true AS in_budget,
    'PORTFOLIO_STATUS_ENABLED' AS serving_status,
    'enabled' AS state,
    min(v.created_at) AS creation_date,
    min(v.created_at) AS last_updated_date,
    min(v.synced_at) AS _fivetran_synced
FROM campaigns k
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id AND v.version = 1
WHERE k.platform = 'amazon'
GROUP BY k.objective
ORDER BY id
