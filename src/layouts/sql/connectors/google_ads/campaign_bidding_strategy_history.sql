-- What each campaign bids for, told from its objective: one row per version of the campaign, the latest
-- being the active one. No campaign has a target to meet, and none shares its strategy.
SELECT
    20000000000 + k.campaign_id AS campaign_id,
    CAST(1234567890 AS BIGINT) AS customer_id,
    CAST(NULL AS VARCHAR) AS name,
    CASE k.objective
        WHEN 'awareness' THEN 'TARGET_CPM'
        WHEN 'traffic' THEN 'TARGET_SPEND'
        WHEN 'engagement' THEN 'TARGET_CPV'
        WHEN 'catalog' THEN 'MAXIMIZE_CONVERSION_VALUE'
        ELSE 'MAXIMIZE_CONVERSIONS'
    END AS type,
    'ENABLED' AS status,
    false AS enhanced_cpc_enabled,
    CAST(NULL AS BIGINT) AS target_cpa_micros,
    CAST(NULL AS DOUBLE) AS target_roas,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'google'
ORDER BY campaign_id, updated_at
