-- What each campaign did in each country: one row per day, campaign and country with any delivery. Money
-- is in micros.
SELECT campaign_id, date, place AS country, * EXCEPT (campaign_id, date, level, place)
FROM _snapchat_places
WHERE level = 'country'
ORDER BY date, campaign_id, country
