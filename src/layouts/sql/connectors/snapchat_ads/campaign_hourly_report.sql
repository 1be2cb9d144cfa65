-- What each campaign did in each hour, by the local time of the regions that it ran in: one row per hour and
-- campaign with any delivery. Money is in micros.
SELECT id AS campaign_id, * EXCEPT (level, id)
FROM _snapchat_hours
WHERE level = 'campaign'
ORDER BY date, campaign_id
