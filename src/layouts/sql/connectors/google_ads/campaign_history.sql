-- Campaigns: one row per version, the latest being the active one.
SELECT
    20000000000 + k.campaign_id AS id,
    CAST(1234567890 AS BIGINT) AS customer_id,
    concat(k.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ENABLED' ELSE 'PAUSED' END AS status,
    CASE WHEN v.is_active THEN 'SERVING' ELSE 'SUSPENDED' END AS serving_status,
    c.channel_type AS advertising_channel_type,
    CAST(NULL AS VARCHAR) AS advertising_channel_subtype,
    CAST(v.starts_on AS VARCHAR) AS start_date,
    CAST(coalesce(k.end_date, DATE '2037-12-30') AS VARCHAR) AS end_date,
    CAST(v.starts_on AS TIMESTAMP) AS start_date_time,
    CAST(coalesce(k.end_date, DATE '2037-12-30') AS TIMESTAMP) + INTERVAL '86399 seconds' AS end_date_time,
    CAST(NULL AS VARCHAR) AS tracking_url_template,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM campaigns k
JOIN _channel_types c ON c.campaign_id = k.campaign_id
JOIN _versions v ON v.kind = 'campaign' AND v.id = k.campaign_id
WHERE k.platform = 'google'
ORDER BY id, updated_at
