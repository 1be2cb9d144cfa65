-- What each ad did in each hour, by the local time of the regions that it ran in: one row per hour and
-- ad with any delivery.
SELECT id AS ad_id, * EXCEPT (level, id)
FROM _tiktok_hours
WHERE level = 'ad'
ORDER BY stat_time_hour, ad_id
