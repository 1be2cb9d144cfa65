-- Campaigns: one row per version. Budgets are in hundredths, although spend is not.
SELECT
    120200000000000000 + k.campaign_id AS id,
    CAST(102030405060708 AS BIGINT) AS account_id,
    concat(k.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    CASE k.objective
        WHEN 'awareness' THEN 'OUTCOME_AWARENESS'
        WHEN 'traffic' THEN 'OUTCOME_TRAFFIC'
        WHEN 'leads' THEN 'OUTCOME_LEADS'
        WHEN 'engagement' THEN 'OUTCOME_ENGAGEMENT'
        ELSE 'OUTCOME_SALES'
    END AS objective,
    'AUCTION' AS buying_type,
    CAST(k.daily_budget * 100 AS BIGINT) AS daily_budget,
    CAST(NULL AS BIGINT) AS lifetime_budget,
    CAST(NULL AS BIGINT) AS budget_remaining,
    v.created_at AS created_time,
    CAST(v.starts_on AS TIMESTAMP) AS start_time,
    CAST(k.end_date AS TIMESTAMP) AS stop_time,
    v.updated_at AS updated_time,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform IN ('meta', 'facebook')
ORDER BY id, updated_time
