-- Keywords: one row per version of the ad group that they belong to.
SELECT
    CAST(600000000000000 + CAST(k.ad_set_id AS BIGINT) * 100 + k.number AS VARCHAR) AS id,
    300000000000000 + k.ad_set_id AS ad_group_id,
    200000000000000 + k.campaign_id AS campaign_id,
    k.keyword AS keyword_text,
    lower(k.match_type) AS match_type,
    CAST(0.75 AS DOUBLE) AS bid,
    CASE WHEN v.is_active THEN 'enabled' ELSE 'paused' END AS state,
    CASE WHEN v.is_active THEN 'TARGETING_CLAUSE_STATUS_LIVE' ELSE 'TARGETING_CLAUSE_PAUSED' END
        AS serving_status,
    CAST(NULL AS VARCHAR) AS native_language_keyword,
    CAST(NULL AS VARCHAR) AS native_language_locale,
    v.created_at AS creation_date,
    v.updated_at AS last_updated_date,
    v.synced_at AS _fivetran_synced
FROM _keywords k
JOIN _versions v ON v.kind = 'ad_set' AND v.id = k.ad_set_id
WHERE k.platform = 'amazon'
ORDER BY id, last_updated_date
