-- What each campaign did in each hour, by the local time of the regions that it ran in: one row per hour and
-- campaign with any delivery.
SELECT id AS campaign_id, * EXCEPT (level, id)
FROM _tiktok_hours
WHERE level = 'campaign'
ORDER BY stat_time_hour, campaign_id
