-- What each campaign did in each region: one row per day, campaign and region with any delivery. Money
-- is in micros.
SELECT campaign_id, date, place AS region, * EXCEPT (campaign_id, date, level, place)
FROM _snapchat_places
WHERE level = 'region'
ORDER BY date, campaign_id, region
