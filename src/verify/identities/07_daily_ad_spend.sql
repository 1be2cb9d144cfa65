-- business_daily's ad spend is the spend of all ads on its day in its region.
SELECT date, region_id, sum(reported) AS ad_spend, sum(counted) AS spend_of_ads
FROM (
    SELECT date, region_id, ad_spend AS reported, CAST(0 AS DECIMAL(14, 2)) AS counted
    FROM data.business_daily
    UNION ALL
    SELECT date, region_id, CAST(0 AS DECIMAL(14, 2)), spend FROM data.ad_performance
) AS reported_and_counted
GROUP BY date, region_id
HAVING sum(reported) <> sum(counted)
