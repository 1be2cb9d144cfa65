-- The countries in which each campaign is shown, as its location targets: one row per country and version
-- of the campaign, the latest being the active one.
WITH shown AS (
    SELECT DISTINCT campaign_id, country
    FROM _delivery
    WHERE platform = 'google'
)
SELECT
    400000000000 + CAST(s.campaign_id AS BIGINT) * 1000 + c.number AS id,
    20000000000 + s.campaign_id AS campaign_id,
    'LOCATION' AS type,
    CASE WHEN v.is_active THEN 'ENABLED' ELSE 'PAUSED' END AS status,
    c.name AS display_name,
    2000 + c.number AS geo_target_constant_id,
    false AS negative,
    CAST(NULL AS DOUBLE) AS bid_modifier,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM shown s
JOIN _countries c ON c.country = s.country
JOIN _versions v ON v.kind = 'campaign' AND v.id = s.campaign_id
ORDER BY id, updated_at
