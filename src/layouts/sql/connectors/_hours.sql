-- What an ad did in each hour of a day, for the connectors that report by the hour. The hours of a
-- day add up to the day's figures exactly:
--   clicks         as the ad log has them, by the region's local hour;
--   impressions    the clicks, and the rest spread by that day's hourly profile of all interactions;
--   the others     spread along the impressions, carts and leads along the clicks, completions along
--                  the views, revenue along the conversions: hour h gets
--                  floor((T·C[h] + u) / P) − floor((T·C[h−1] + u) / P) of a total T, where C is the
--                  running sum of what it is spread along, P its total, and u < P comes from the key,
--                  so that single units do not all fall into the same hour.
-- One row per date, hour and ad; hours in which nothing happened are absent.
WITH days AS (
    SELECT
        date, platform, campaign_id, ad_set_id, ad_id, region_id,
        sum(CAST(impressions AS BIGINT)) AS impressions,
        sum(CAST(reach AS BIGINT)) AS reach,
        sum(CAST(clicks AS BIGINT)) AS clicks,
        CAST(sum(spend) * 100 AS BIGINT) AS cents,
        sum(CAST(coalesce(video_views, 0) AS BIGINT)) AS views,
        sum(CAST(coalesce(video_completions, 0) AS BIGINT)) AS completions,
        sum(CAST(engagements AS BIGINT)) AS engagements,
        sum(CAST(leads AS BIGINT)) AS leads,
        sum(CAST(add_to_carts AS BIGINT)) AS carts,
        sum(CAST(claimed_conversions AS BIGINT)) AS conversions,
        CAST(sum(claimed_revenue) * 100 AS BIGINT) AS revenue_cents,
        (ad_id % 1000003 * 7919 + CAST(date AS INT) * CAST(104729 AS BIGINT)
            + ascii(region_id) * 31 + ascii(substr(region_id, 2))) % 1000003 AS draw
    FROM _delivery
    WHERE platform IN ('tiktok', 'snapchat')
    GROUP BY date, platform, campaign_id, ad_set_id, ad_id, region_id
),
logged AS (
    SELECT
        i.date,
        CAST(i.platform AS VARCHAR) AS platform,
        CAST(i.region_id AS VARCHAR) AS region_id,
        i.ad_id,
        CAST(CASE r.timezone{{#each timezones}}
            WHEN '{{id}}' THEN date_part('hour', i.occurred_at AT TIME ZONE '{{id}}'){{/each}}
        END AS BIGINT) AS hour,
        count(*) AS interactions,
        sum(CASE WHEN i.interaction_type = 'click' THEN 1 ELSE 0 END) AS clicks
    FROM ad_interactions i
    JOIN regions r ON r.region_id = i.region_id
    WHERE i.platform IN ('tiktok', 'snapchat')
    GROUP BY 1, 2, 3, 4, 5
),
seen AS (
    SELECT date, platform, region_id, hour, sum(interactions) AS interactions
    FROM logged
    GROUP BY date, platform, region_id, hour
),
profile AS (
    SELECT
        d.date, d.platform, d.region_id, h.value AS hour,
        1 + coalesce(s.interactions, 0) AS weight
    FROM (SELECT DISTINCT date, platform, region_id FROM days) d
    CROSS JOIN generate_series(0, 23) h
    LEFT JOIN seen s
        ON s.date = d.date AND s.platform = d.platform
        AND s.region_id = d.region_id AND s.hour = h.value
),
clock AS (
    SELECT
        date, platform, region_id, hour,
        sum(weight) OVER (PARTITION BY date, platform, region_id ORDER BY hour) AS weight_run,
        sum(weight) OVER (PARTITION BY date, platform, region_id) AS weight_all
    FROM profile
),
shown AS (
    SELECT
        d.*,
        c.hour,
        c.weight_run,
        c.weight_all,
        sum(coalesce(l.clicks, 0)) OVER (
            PARTITION BY d.date, d.ad_id, d.region_id ORDER BY c.hour
        ) AS clicks_run,
        ((d.impressions - d.clicks) * c.weight_run + d.draw * c.weight_all / 1000003) / c.weight_all
            AS unclicked_run
    FROM days d
    JOIN clock c ON c.date = d.date AND c.platform = d.platform AND c.region_id = d.region_id
    LEFT JOIN logged l
        ON l.date = d.date AND l.ad_id = d.ad_id AND l.region_id = d.region_id AND l.hour = c.hour
),
based AS (
    SELECT
        *,
        unclicked_run + clicks_run AS impressions_run,
        CASE WHEN impressions > 0 THEN unclicked_run + clicks_run ELSE weight_run END AS along_run,
        CASE WHEN impressions > 0 THEN impressions ELSE weight_all END AS along_all
    FROM shown
),
nested AS (
    SELECT
        *,
        CASE WHEN clicks > 0 THEN clicks_run ELSE along_run END AS touched_run,
        CASE WHEN clicks > 0 THEN clicks ELSE along_all END AS touched_all,
        (views * along_run + draw * along_all / 1000003) / along_all AS views_run
    FROM based
),
running AS (
    SELECT
        *,
        (reach * along_run + draw * along_all / 1000003) / along_all AS reach_run,
        (cents * along_run + draw * along_all / 1000003) / along_all AS cents_run,
        (completions * views_run + draw * greatest(views, 1) / 1000003) / greatest(views, 1)
            AS completions_run,
        (engagements * along_run + draw * along_all / 1000003) / along_all AS engagements_run,
        (leads * touched_run + draw * touched_all / 1000003) / touched_all AS leads_run,
        (carts * touched_run + draw * touched_all / 1000003) / touched_all AS carts_run,
        (conversions * touched_run + draw * touched_all / 1000003) / touched_all AS conversions_run
    FROM nested
),
differences AS (
    SELECT
        date, hour, platform, campaign_id, ad_set_id, ad_id,
        impressions_run - lag(impressions_run, 1, 0) OVER day AS impressions,
        reach_run - lag(reach_run, 1, 0) OVER day AS reach,
        clicks_run - lag(clicks_run, 1, 0) OVER day AS clicks,
        cents_run - lag(cents_run, 1, 0) OVER day AS cents,
        views_run - lag(views_run, 1, 0) OVER day AS views,
        completions_run - lag(completions_run, 1, 0) OVER day AS completions,
        engagements_run - lag(engagements_run, 1, 0) OVER day AS engagements,
        leads_run - lag(leads_run, 1, 0) OVER day AS leads,
        carts_run - lag(carts_run, 1, 0) OVER day AS carts,
        conversions_run - lag(conversions_run, 1, 0) OVER day AS conversions,
        revenue_cents * conversions_run / greatest(conversions, 1)
            - lag(revenue_cents * conversions_run / greatest(conversions, 1), 1, 0) OVER day
            AS revenue_cents
    FROM running
    WINDOW day AS (PARTITION BY date, ad_id, region_id ORDER BY hour)
)
SELECT
    date, hour, platform, campaign_id, ad_set_id, ad_id,
    sum(impressions) AS impressions,
    sum(reach) AS reach,
    sum(clicks) AS clicks,
    sum(cents) AS cents,
    sum(views) AS views,
    sum(completions) AS completions,
    sum(engagements) AS engagements,
    sum(leads) AS leads,
    sum(carts) AS carts,
    sum(conversions) AS conversions,
    sum(revenue_cents) AS revenue_cents
FROM differences
GROUP BY date, hour, platform, campaign_id, ad_set_id, ad_id
HAVING sum(impressions) > 0 OR sum(cents) > 0 OR sum(conversions) > 0
