-- business_daily's sessions are those of its day and region.
SELECT date, region_id, sum(reported) AS sessions, sum(counted) AS counted_sessions
FROM (
    SELECT date, region_id, sessions AS reported, 0 AS counted FROM data.business_daily
    UNION ALL
    SELECT date, region_id, 0, 1 FROM data.sessions
) AS reported_and_counted
GROUP BY date, region_id
HAVING sum(reported) <> sum(counted)
