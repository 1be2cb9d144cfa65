-- What each ad did in each hour, by the local time of the regions that it ran in: one row per hour and
-- ad with any delivery. Money is in micros.
SELECT id AS ad_id, * EXCEPT (level, id)
FROM _snapchat_hours
WHERE level = 'ad'
ORDER BY date, ad_id
