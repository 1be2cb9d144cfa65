-- Campaigns: one row per version. Budgets are in micros.
SELECT
    i.uuid AS id,
    '5aa70000-5c4a-4a00-8a00-000000000001' AS ad_account_id,
    concat(k.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    CASE k.objective
        WHEN 'awareness' THEN 'BRAND_AWARENESS'
        WHEN 'traffic' THEN 'WEB_VIEW'
        WHEN 'leads' THEN 'LEAD_GENERATION'
        WHEN 'catalog' THEN 'CATALOG_SALES'
        ELSE 'WEB_CONVERSION'
    END AS objective,
    CAST(k.daily_budget * 1000000 AS BIGINT) AS daily_budget_micro,
    CAST(NULL AS BIGINT) AS lifetime_spend_cap_micro,
    CAST(v.starts_on AS TIMESTAMP) AS start_time,
    CAST(k.end_date AS TIMESTAMP) AS end_time,
    v.created_at,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _uuids i ON i.kind = 'campaign' AND i.id = k.campaign_id
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'snapchat'
ORDER BY id, updated_at
