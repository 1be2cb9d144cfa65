-- The clicks and leads in the ad log, counted by date, ad, region and device, are those that
-- ad_performance reports.
SELECT date, ad_id, region_id, device,
       sum(clicks) AS clicks, sum(logged_clicks) AS logged_clicks,
       sum(leads) AS leads, sum(logged_leads) AS logged_leads
FROM (
    SELECT date, ad_id, region_id, device, clicks, 0 AS logged_clicks, leads, 0 AS logged_leads
    FROM data.ad_performance
    UNION ALL
    SELECT date, ad_id, region_id, device,
           0, CASE WHEN interaction_type = 'click' THEN 1 ELSE 0 END,
           0, CASE WHEN interaction_type = 'lead' THEN 1 ELSE 0 END
    FROM data.ad_interactions
    WHERE interaction_type IN ('click', 'lead')
) AS reported_and_logged
GROUP BY date, ad_id, region_id, device
HAVING sum(clicks) <> sum(logged_clicks) OR sum(leads) <> sum(logged_leads)
