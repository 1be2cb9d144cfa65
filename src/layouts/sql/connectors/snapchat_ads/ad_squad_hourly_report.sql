-- What each ad squad did in each hour, by the local time of the regions that it ran in: one row per hour and
-- ad squad with any delivery. Money is in micros.
SELECT id AS ad_squad_id, * EXCEPT (level, id)
FROM _snapchat_hours
WHERE level = 'ad_set'
ORDER BY date, ad_squad_id
