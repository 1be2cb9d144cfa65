-- The creatives that Snapchat's ads show, in two versions: as they were drafted and as they went live.
-- One row per creative and version.
WITH used AS (
    SELECT a.creative_id, min(a.start_date) AS starts_on, min(u.url) AS url,
        min(u.utm_source) AS utm_source, min(u.utm_medium) AS utm_medium,
        min(u.utm_campaign) AS utm_campaign, min(u.utm_content) AS utm_content
    FROM _status s
    JOIN ads a ON a.ad_id = s.ad_id
    JOIN _utm u ON u.ad_id = a.ad_id
    WHERE s.platform = 'snapchat'
    GROUP BY a.creative_id
)
SELECT
    u.*,
    v.value AS version,
    CASE v.value
        WHEN 1 THEN CAST(u.starts_on AS TIMESTAMP) - INTERVAL '1 day'
        ELSE CAST(u.starts_on AS TIMESTAMP) + INTERVAL '5 minutes'
    END AS updated_at
FROM used u
CROSS JOIN generate_series(1, 2) v
