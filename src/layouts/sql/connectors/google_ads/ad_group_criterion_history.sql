-- Keywords: one row per version of the ad group that they belong to, the latest being the active one.
SELECT
    300000000000 + CAST(k.ad_set_id AS BIGINT) * 100 + k.number AS id,
    150000000000 + k.ad_set_id AS ad_group_id,
    20000000000 + k.campaign_id AS base_campaign_id,
    'KEYWORD' AS type,
    CASE WHEN v.is_active THEN 'ENABLED' ELSE 'PAUSED' END AS status,
    k.match_type AS keyword_match_type,
    k.keyword AS keyword_text,
    v.updated_at,
    v.is_latest AS _fivetran_active,
    v.synced_at AS _fivetran_synced
FROM _keywords k
JOIN _versions v ON v.kind = 'ad_set' AND v.id = k.ad_set_id
WHERE k.platform = 'google'
ORDER BY id, updated_at
