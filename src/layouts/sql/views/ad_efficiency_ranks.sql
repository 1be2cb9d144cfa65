-- Each platform's ads, ranked by what a click, a conversion and a unit of spend brought: one row per
-- ad with spend. Rank 1 is the best; an ad without the figure comes last.
WITH totals AS (
    SELECT
        p.ad_id,
        p.platform,
        sum(p.impressions) AS impressions,
        sum(p.clicks) AS clicks,
        sum(p.spend) AS spend,
        sum(p.claimed_conversions) AS conversions,
        sum(p.claimed_revenue) AS revenue
    FROM ad_performance p
    GROUP BY p.ad_id, p.platform
    HAVING sum(p.spend) > 0
),
rates AS (
    SELECT
        ad_id,
        platform,
        spend,
        conversions,
        revenue,
        1e0 * clicks / nullif(impressions, 0) AS ctr,
        1e0 * spend / nullif(clicks, 0) AS cpc,
        1e0 * spend / nullif(conversions, 0) AS cpa,
        1e0 * revenue / spend AS roas
    FROM totals
)
SELECT
    r.ad_id,
    a.name AS ad,
    r.platform,
    r.spend,
    r.conversions,
    r.revenue,
    r.ctr,
    r.cpc,
    r.cpa,
    r.roas,
    rank() OVER (
        PARTITION BY r.platform ORDER BY CASE WHEN r.ctr IS NULL THEN 1 ELSE 0 END, r.ctr DESC
    ) AS ctr_rank,
    rank() OVER (
        PARTITION BY r.platform ORDER BY CASE WHEN r.cpc IS NULL THEN 1 ELSE 0 END, r.cpc
    ) AS cpc_rank,
    rank() OVER (
        PARTITION BY r.platform ORDER BY CASE WHEN r.cpa IS NULL THEN 1 ELSE 0 END, r.cpa
    ) AS cpa_rank,
    rank() OVER (PARTITION BY r.platform ORDER BY r.roas DESC) AS roas_rank
FROM rates r
JOIN ads a ON a.ad_id = r.ad_id
ORDER BY r.platform, r.ad_id
