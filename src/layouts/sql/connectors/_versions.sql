-- The versions that a connector's history tables hold of each campaign, ad set and ad: as it was
-- drafted, as it went live, and as it was when it ended, if it has. Each has a moment of its own, so
-- that the latest is known. One row per kind, id and version.
WITH moments AS (
    SELECT DISTINCT
        'campaign' AS kind,
        CAST(campaign_id AS BIGINT) AS id,
        platform,
        campaign_start - INTERVAL '3 days' AS drafted_on,
        campaign_start AS starts_on,
        campaign_ended_on AS ended_on
    FROM _status
    UNION ALL
    SELECT DISTINCT
        'ad_set' AS kind,
        CAST(ad_set_id AS BIGINT) AS id,
        platform,
        ad_set_start - INTERVAL '2 days' AS drafted_on,
        ad_set_start AS starts_on,
        campaign_ended_on AS ended_on
    FROM _status
    UNION ALL
    SELECT
        'ad' AS kind,
        ad_id AS id,
        platform,
        start_date - INTERVAL '1 day' AS drafted_on,
        start_date AS starts_on,
        ended_on
    FROM _status
),
numbers AS (
    SELECT value AS version FROM generate_series(1, 3)
),
versions AS (
    SELECT
        m.kind, m.id, m.platform, m.drafted_on, m.starts_on, n.version,
        CASE n.version
            WHEN 1 THEN CAST(m.drafted_on AS TIMESTAMP) + INTERVAL '9 hours'
            WHEN 2 THEN CAST(m.starts_on AS TIMESTAMP) + INTERVAL '5 minutes'
            ELSE CAST(m.ended_on AS TIMESTAMP) + INTERVAL '1 day' + INTERVAL '5 minutes'
        END AS updated_at
    FROM moments m
    CROSS JOIN numbers n
    WHERE n.version < 3 OR m.ended_on IS NOT NULL
)
SELECT
    kind,
    id,
    platform,
    starts_on,
    version,
    version = 2 AS is_active,
    version = max(version) OVER (PARTITION BY kind, id) AS is_latest,
    CASE WHEN version = 1 THEN ' (draft)' ELSE '' END AS name_suffix,
    CAST(drafted_on AS TIMESTAMP) + INTERVAL '9 hours' AS created_at,
    updated_at,
    updated_at + INTERVAL '6 hours' AS synced_at
FROM versions
