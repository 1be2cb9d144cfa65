-- Whether a campaign, an ad set or an ad is running on the last day of the data, and since when.
-- One row per ad; campaigns and ad sets by the earliest and latest of their ads.
SELECT
    a.ad_id,
    a.ad_set_id,
    a.campaign_id,
    CAST(a.platform AS VARCHAR) AS platform,
    a.start_date,
    CASE WHEN a.end_date < DATE '{{last_day}}' THEN a.end_date END AS ended_on,
    min(a.start_date) OVER (PARTITION BY a.ad_set_id) AS ad_set_start,
    min(a.start_date) OVER (PARTITION BY a.campaign_id) AS campaign_start,
    CASE WHEN k.end_date < DATE '{{last_day}}' THEN k.end_date END AS campaign_ended_on
FROM ads a
JOIN campaigns k ON k.campaign_id = a.campaign_id
WHERE a.start_date <= DATE '{{last_day}}'
