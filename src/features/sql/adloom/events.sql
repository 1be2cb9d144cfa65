-- Calendar days with something on, as the shop's calendar names it; several are separated by
-- semicolons. One row per date and region.
SELECT date, region_id AS region, events AS event
FROM calendar
WHERE events IS NOT NULL
ORDER BY date, region_id
