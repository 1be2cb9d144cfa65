-- What each ad group did in each hour, by the local time of the regions that it ran in: one row per hour and
-- ad group with any delivery.
SELECT id AS adgroup_id, * EXCEPT (level, id)
FROM _tiktok_hours
WHERE level = 'ad_set'
ORDER BY stat_time_hour, adgroup_id
