-- A platform claims an order for its latest touch within its window: a click or a logged impression of the
-- order's visitor, no later than the order. One claim per order and platform, booked on the touch's date,
-- ad, region and device. This holds on days that lie more than the longest window before the data's end.
WITH touches AS (
    SELECT i.interaction_id, i.visitor_id, i.platform, i.date, i.ad_id, i.region_id, i.device,
           i.interaction_type = 'impression' AS is_view,
           CAST(i.occurred_at AS BIGINT) AS occurred_at,
           1000 * 86400 * CAST(
               CASE WHEN i.interaction_type = 'click' THEN p.click_window_days ELSE p.view_window_days END
               AS BIGINT
           ) AS claimable_for
    FROM data.ad_interactions AS i
    JOIN data.platforms AS p ON p.platform = i.platform
    WHERE i.visitor_id IS NOT NULL
      AND i.interaction_type IN ('click', 'impression')
),
buyers AS (
    SELECT o.order_id, o.revenue, CAST(o.ordered_at AS BIGINT) AS ordered_at, s.visitor_id
    FROM data.orders AS o
    JOIN data.sessions AS s ON s.session_id = o.session_id
),
qualifying AS (
    SELECT t.date, t.ad_id, t.region_id, t.device, t.is_view, b.revenue,
           row_number() OVER (
               PARTITION BY b.order_id, t.platform
               ORDER BY t.occurred_at DESC, t.interaction_id DESC
           ) AS recency
    FROM buyers AS b
    JOIN touches AS t ON t.visitor_id = b.visitor_id
    WHERE t.occurred_at <= b.ordered_at
      AND b.ordered_at - t.occurred_at <= t.claimable_for
),
reported_and_derived AS (
    SELECT date, ad_id, region_id, device,
           claimed_conversions, 0 AS conversions,
           claimed_view_conversions, 0 AS view_conversions,
           claimed_revenue, CAST(0 AS DECIMAL(14, 2)) AS revenue
    FROM data.ad_performance
    UNION ALL
    SELECT date, ad_id, region_id, device,
           0, 1,
           0, CASE WHEN is_view THEN 1 ELSE 0 END,
           CAST(0 AS DECIMAL(14, 2)), revenue
    FROM qualifying
    WHERE recency = 1
),
compared AS (
    SELECT date, ad_id, region_id, device,
           sum(claimed_conversions) AS claimed_conversions, sum(conversions) AS conversions,
           sum(claimed_view_conversions) AS claimed_view_conversions, sum(view_conversions) AS view_conversions,
           sum(claimed_revenue) AS claimed_revenue, sum(revenue) AS revenue
    FROM reported_and_derived
    GROUP BY date, ad_id, region_id, device
    HAVING sum(claimed_conversions) <> sum(conversions)
        OR sum(claimed_view_conversions) <> sum(view_conversions)
        OR sum(claimed_revenue) <> sum(revenue)
)
SELECT c.*
FROM compared AS c
JOIN data.ads AS a ON a.ad_id = c.ad_id
JOIN data.platforms AS p ON p.platform = a.platform
CROSS JOIN manifest.window AS w
-- A change of the clocks may move the end of a window into the next day.
WHERE CAST(c.date AS INT) + greatest(p.click_window_days, p.view_window_days) < CAST(w.last_day AS INT)
