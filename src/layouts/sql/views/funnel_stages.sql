-- How far people came, from the ad to the order: one row per platform and stage. Visits count once
-- for each stage that they reached.
WITH shown AS (
    SELECT platform, sum(impressions) AS impressions, sum(clicks) AS clicks
    FROM ad_performance
    GROUP BY platform
),
visited AS (
    SELECT
        platform,
        count(*) AS visits,
        sum(CASE WHEN product_views > 0 THEN 1 ELSE 0 END) AS product_visits,
        sum(CASE WHEN added_to_cart THEN 1 ELSE 0 END) AS carts,
        sum(CASE WHEN reached_checkout THEN 1 ELSE 0 END) AS checkouts,
        sum(CASE WHEN converted THEN 1 ELSE 0 END) AS orders
    FROM sessions
    WHERE platform IS NOT NULL
    GROUP BY platform
),
stages AS (
    SELECT platform, 1 AS stage_number, 'impressions' AS stage, impressions AS people FROM shown
    UNION ALL
    SELECT platform, 2, 'clicks', clicks FROM shown
    UNION ALL
    SELECT platform, 3, 'visits', visits FROM visited
    UNION ALL
    SELECT platform, 4, 'product_visits', product_visits FROM visited
    UNION ALL
    SELECT platform, 5, 'carts', carts FROM visited
    UNION ALL
    SELECT platform, 6, 'checkouts', checkouts FROM visited
    UNION ALL
    SELECT platform, 7, 'orders', orders FROM visited
)
SELECT
    platform,
    stage_number,
    stage,
    people,
    1e0 * people / nullif(lag(people) OVER (PARTITION BY platform ORDER BY stage_number), 0)
        AS share_of_previous,
    1e0 * people / nullif(first_value(people) OVER (PARTITION BY platform ORDER BY stage_number), 0)
        AS share_of_first
FROM stages
ORDER BY platform, stage_number
