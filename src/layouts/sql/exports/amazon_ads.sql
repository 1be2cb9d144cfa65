-- Amazon's advertised-product report by ad and day. Purchases and sales come in four windows that
-- grow: those of 1 and 7 days from the orders that followed each touch, those of 14 and 30 days as
-- the platform claims them. Only ads with impressions are listed.
SELECT
    d.date,
    200000000000000 + d.campaign_id AS "campaignId",
    d.campaign AS "campaignName",
    'ENABLED' AS "campaignStatus",
    CAST(d.daily_budget AS DOUBLE) AS "campaignBudgetAmount",
    'DAILY_BUDGET' AS "campaignBudgetType",
    d.currency AS "campaignBudgetCurrencyCode",
    300000000000000 + d.ad_set_id AS "adGroupId",
    d.ad_set AS "adGroupName",
    400000000000000 + d.ad_id AS "adId",
    p.asin AS "advertisedAsin",
    p.sku AS "advertisedSku",
    d.impressions,
    d.clicks,
    CAST(d.spend AS DOUBLE) AS cost,
    CAST(d.spend AS DOUBLE) AS spend,
    round(CAST(d.spend AS DOUBLE) / nullif(d.clicks, 0), 6) AS "costPerClick",
    round(CAST(d.clicks AS DOUBLE) / nullif(d.impressions, 0), 6) AS "clickThroughRate",
    coalesce(e.purchases_1, 0) AS "purchases1d",
    coalesce(e.purchases_7, 0) AS "purchases7d",
    d.claimed_conversions AS "purchases14d",
    d.claimed_conversions AS "purchases30d",
    CAST(coalesce(e.sales_1, 0) AS DOUBLE) AS "sales1d",
    CAST(coalesce(e.sales_7, 0) AS DOUBLE) AS "sales7d",
    CAST(d.claimed_revenue AS DOUBLE) AS "sales14d",
    CAST(d.claimed_revenue AS DOUBLE) AS "sales30d",
    round(100 * CAST(d.spend AS DOUBLE) / nullif(CAST(d.claimed_revenue AS DOUBLE), 0), 6)
        AS "acosClicks14d",
    round(CAST(d.claimed_revenue AS DOUBLE) / nullif(CAST(d.spend AS DOUBLE), 0), 6)
        AS "roasClicks14d"
FROM _ad_days d
JOIN _shelf p ON p.ad_id = d.ad_id
LEFT JOIN _amazon_windows e ON e.date = d.date AND e.ad_id = d.ad_id
WHERE d.platform = 'amazon'
  AND (d.impressions > 0 OR d.spend > 0 OR d.claimed_conversions > 0)
ORDER BY date, "adId"
