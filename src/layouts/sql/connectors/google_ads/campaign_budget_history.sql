-- The budget of each campaign, which it shares with none: one row per version of the campaign, the latest
-- being the active one. Amounts are in micros.
SELECT
    10000000000 + k.campaign_id AS id,
    20000000000 + k.campaign_id AS campaign_id,
    CAST(1234567890 AS BIGINT) AS customer_id,
    concat(k.name, v.name_suffix) AS name,
    CAST(k.daily_budget * 1000000 AS BIGINT) AS amount_micros,
    CAST(NULL AS BIGINT) AS total_amount_micros,
    'DAILY' AS period,
    'STANDARD' AS type,
    'STANDARD' AS delivery_method,
    'ENABLED' AS status,
    false AS explicitly_shared,
    CAST(1 AS BIGINT) AS reference_count,
    false AS has_recommended_budget,
    CAST(NULL AS BIGINT) AS recommended_budget_amount_micros,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'google'
ORDER BY id, updated_at
