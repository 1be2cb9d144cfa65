-- Campaigns: one row per version.
WITH portfolios AS (
    SELECT objective, 500000000000000 + min(k.campaign_id) AS portfolio_id
    FROM campaigns k
    JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id AND v.version = 1
    WHERE k.platform = 'amazon'
    GROUP BY objective
)
SELECT
    200000000000000 + k.campaign_id AS id,
    CAST(3300000000000001 AS BIGINT) AS profile_id,
    p.portfolio_id,
    concat(k.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'enabled' ELSE 'paused' END AS state,
    CASE WHEN v.is_active THEN 'CAMPAIGN_STATUS_ENABLED' ELSE 'CAMPAIGN_PAUSED' END AS serving_status,
    'manual' AS targeting_type,
    'legacyForSales' AS bidding_strategy,
    CAST(k.daily_budget AS DOUBLE) AS budget,
    'DAILY_BUDGET' AS budget_type,
    CAST(k.daily_budget AS DOUBLE) AS effective_budget,
    v.starts_on AS start_date,
    k.end_date,
    v.created_at AS creation_date,
    v.updated_at AS last_updated_date,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN portfolios p ON p.objective = k.objective
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'amazon'
ORDER BY id, last_updated_date
