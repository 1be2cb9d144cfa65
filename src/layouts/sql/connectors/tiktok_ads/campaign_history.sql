-- Campaigns: one row per version.
SELECT
    1790000000000000000 + k.campaign_id AS campaign_id,
    CAST(7100000000000000001 AS BIGINT) AS advertiser_id,
    concat(k.name, v.name_suffix) AS campaign_name,
    'REGULAR_CAMPAIGN' AS campaign_type,
    CASE k.objective
        WHEN 'awareness' THEN 'REACH'
        WHEN 'traffic' THEN 'TRAFFIC'
        WHEN 'leads' THEN 'LEAD_GENERATION'
        WHEN 'engagement' THEN 'ENGAGEMENT'
        WHEN 'catalog' THEN 'PRODUCT_SALES'
        ELSE 'WEB_CONVERSIONS'
    END AS objective_type,
    CASE WHEN v.is_active THEN 'CAMPAIGN_STATUS_ENABLE' ELSE 'CAMPAIGN_STATUS_DISABLE' END AS status,
    CAST(k.daily_budget AS DOUBLE) AS budget,
    'BUDGET_MODE_DAY' AS budget_mode,
    CAST(NULL AS VARCHAR) AS split_test_variable,
    true AS is_new_structure,
    v.created_at AS create_time,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'tiktok'
ORDER BY campaign_id, updated_at
