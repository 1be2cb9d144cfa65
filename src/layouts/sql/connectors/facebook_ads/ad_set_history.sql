-- Ad sets: one row per version. The budget is the campaign's, so it is empty here.
SELECT
    120200000000000000 + t.ad_set_id AS id,
    CAST(102030405060708 AS BIGINT) AS account_id,
    120200000000000000 + t.campaign_id AS campaign_id,
    concat(t.name, v.name_suffix) AS name,
    CASE WHEN v.is_active THEN 'ACTIVE' ELSE 'PAUSED' END AS status,
    'LOWEST_COST_WITHOUT_CAP' AS bid_strategy,
    CASE k.objective
        WHEN 'awareness' THEN 'REACH'
        WHEN 'traffic' THEN 'LINK_CLICKS'
        WHEN 'leads' THEN 'LEAD_GENERATION'
        ELSE 'OFFSITE_CONVERSIONS'
    END AS optimization_goal,
    CAST(NULL AS BIGINT) AS daily_budget,
    CAST(NULL AS BIGINT) AS budget_remaining,
    CAST(v.starts_on AS TIMESTAMP) AS start_time,
    CAST(k.end_date AS TIMESTAMP) AS end_time,
    v.created_at AS created_time,
    v.updated_at AS updated_time,
    v.synced_at AS _fivetran_synced
FROM ad_sets t
JOIN campaigns k ON k.campaign_id = t.campaign_id
JOIN _versions v ON v.kind = 'ad_set' AND v.id = t.ad_set_id
WHERE t.platform IN ('meta', 'facebook')
ORDER BY id, updated_time
