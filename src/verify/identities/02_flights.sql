-- A campaign delivers nothing outside of its flight.
SELECT a.date, a.ad_id, a.region_id, a.device, a.campaign_id, c.start_date, c.end_date
FROM data.ad_performance AS a
JOIN data.campaigns AS c ON c.campaign_id = a.campaign_id
WHERE (a.date < c.start_date OR a.date > c.end_date)
  AND (a.impressions > 0 OR a.clicks > 0 OR a.spend > 0)
