-- The ad account: one row per version of it. Its distance to UTC is that of the last day's noon.
SELECT
    CAST(102030405060708 AS BIGINT) AS id,
    '{{name}} - Meta' AS name,
    'ACTIVE' AS account_status,
    '{{country}}' AS business_country_code,
    CAST(NULL AS VARCHAR) AS business_state,
    min(v.created_at) - INTERVAL '30 days' AS created_time,
    '{{currency}}' AS currency,
    '{{timezone}}' AS timezone_name,
    (date_part('epoch', TIMESTAMP '{{last_day}} 12:00:00')
        - date_part('epoch', TIMESTAMP '{{last_day}} 12:00:00' AT TIME ZONE '{{timezone}}')) / 3600
        AS timezone_offset_hours_utc,
    CAST(0 AS BIGINT) AS min_daily_budget,
    min(v.created_at) - INTERVAL '29 days' AS _fivetran_synced
FROM _versions v
WHERE v.platform IN ('meta', 'facebook')
HAVING count(*) > 0
ORDER BY id
