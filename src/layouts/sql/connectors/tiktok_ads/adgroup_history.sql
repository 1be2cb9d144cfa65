-- Ad groups: one row per version. The budget is the campaign's, so it is 0 here.
SELECT
    1790000000000000000 + t.ad_set_id AS adgroup_id,
    CAST(7100000000000000001 AS BIGINT) AS advertiser_id,
    1790000000000000000 + t.campaign_id AS campaign_id,
    concat(t.name, v.name_suffix) AS adgroup_name,
    '{{name}}.example' AS display_name,
    CASE WHEN v.is_active THEN 'ADGROUP_STATUS_DELIVERY_OK' ELSE 'ADGROUP_STATUS_DISABLE' END AS status,
    'CUSTOM_AUDIENCE' AS audience_type,
    CASE u.gender
        WHEN 'female' THEN 'GENDER_FEMALE'
        WHEN 'male' THEN 'GENDER_MALE'
        ELSE 'GENDER_UNLIMITED'
    END AS gender,
    concat('["AGE_', CAST(u.age_min AS VARCHAR), '_', CAST(u.age_max AS VARCHAR), '"]') AS age_groups,
    CAST(NULL AS VARCHAR) AS languages,
    CAST(0 AS DOUBLE) AS budget,
    CAST(NULL AS BIGINT) AS category,
    CAST(NULL AS VARCHAR) AS action_categories,
    CAST(NULL AS BIGINT) AS action_days,
    CAST(NULL AS VARCHAR) AS interest_category_v_2,
    CAST(NULL AS BIGINT) AS frequency,
    CAST(NULL AS BIGINT) AS frequency_schedule,
    'https://www.{{name}}.example/' AS landing_page_url,
    v.updated_at,
    v.synced_at AS _fivetran_synced
FROM ad_sets t
JOIN audiences u ON u.audience_id = t.audience_id
JOIN _versions v ON v.kind = 'ad_set' AND v.id = t.ad_set_id
WHERE t.platform = 'tiktok'
ORDER BY adgroup_id, updated_at
