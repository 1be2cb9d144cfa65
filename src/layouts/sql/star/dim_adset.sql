-- One row per ad set, with the audience that it targets.
SELECT
    t.ad_set_id,
    t.campaign_id,
    CAST(t.platform AS VARCHAR) AS platform,
    t.name,
    CAST(t.audience_id AS VARCHAR) AS audience_id,
    u.name AS audience,
    u.age_min,
    u.age_max,
    CAST(u.gender AS VARCHAR) AS gender
FROM ad_sets t
JOIN audiences u ON u.audience_id = t.audience_id
ORDER BY t.ad_set_id
