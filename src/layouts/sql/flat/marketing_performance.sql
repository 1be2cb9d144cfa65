-- Every figure that a head of marketing and a head of finance ask for: one row per date, platform,
-- campaign, region, audience and device (a campaign has one objective). Conversions, revenue, cost
-- and profit are those of the orders that the visits from these ads ended in (last click, on the day
-- of the visit), so that they add up with the shop's books; the platform's claims stand beside them.
-- A ratio with nothing below the line is empty.
WITH summed AS (
    SELECT
        d.date, d.platform, d.campaign_id, d.campaign, d.region_id, d.audience_id, d.device,
        d.objective,
        max(d.currency) AS currency,
        sum(d.impressions) AS impressions,
        sum(d.reach) AS reach,
        sum(d.clicks) AS clicks,
        sum(d.engagements) AS engagements,
        sum(d.spend) AS spend,
        sum(d.claimed_conversions) AS claimed_conversions,
        sum(d.claimed_revenue) AS claimed_revenue,
        sum(coalesce(c.orders, 0)) AS conversions,
        sum(coalesce(c.new_customers, 0)) AS new_customers,
        sum(coalesce(c.revenue, 0)) AS revenue,
        sum(coalesce(c.cost_of_goods, 0)) AS cost_of_goods
    FROM _delivery d
    LEFT JOIN _last_click c
        ON c.date = d.date AND c.ad_id = d.ad_id
        AND c.region_id = d.region_id AND c.device = d.device
    GROUP BY d.date, d.platform, d.campaign_id, d.campaign, d.region_id, d.audience_id, d.device,
        d.objective
)
SELECT
    date,
    platform,
    campaign_id,
    campaign,
    region_id AS region,
    audience_id AS audience,
    device,
    objective,
    currency,
    impressions,
    reach,
    clicks,
    engagements,
    conversions,
    new_customers,
    spend,
    revenue,
    cost_of_goods,
    revenue - cost_of_goods - spend AS profit,
    claimed_conversions,
    claimed_revenue,
    round(CAST(clicks AS DOUBLE) / nullif(impressions, 0), 6) AS ctr,
    round(CAST(conversions AS DOUBLE) / nullif(clicks, 0), 6) AS cvr,
    round(CAST(spend AS DOUBLE) / nullif(clicks, 0), 6) AS cpc,
    round(1000 * CAST(spend AS DOUBLE) / nullif(impressions, 0), 6) AS cpm,
    round(CAST(revenue AS DOUBLE) / nullif(CAST(spend AS DOUBLE), 0), 6) AS roas,
    round(CAST(claimed_revenue AS DOUBLE) / nullif(CAST(spend AS DOUBLE), 0), 6) AS claimed_roas,
    round(
        CAST(revenue - cost_of_goods - spend AS DOUBLE) / nullif(CAST(spend AS DOUBLE), 0), 6
    ) AS roi,
    round(CAST(spend AS DOUBLE) / nullif(new_customers, 0), 6) AS cac,
    round(
        CAST(revenue - cost_of_goods - spend AS DOUBLE) / nullif(CAST(revenue AS DOUBLE), 0), 6
    ) AS profit_margin
FROM summed
ORDER BY date, platform, campaign_id, region, audience, device, objective
