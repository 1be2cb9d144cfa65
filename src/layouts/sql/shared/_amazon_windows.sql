-- The orders that followed a touch of Amazon's within 1 and 7 days, by the rule by which platforms claim:
-- each order goes to the latest touch of its visitor. One row per date and ad that has any.
WITH touches AS (
    SELECT
        i.interaction_id, i.visitor_id, i.date, i.ad_id,
        i.interaction_type = 'impression' AS is_view,
        CAST(arrow_cast(i.occurred_at, 'Timestamp(Millisecond, None)') AS BIGINT) AS occurred_at,
        86400000 * CAST(
            CASE WHEN i.interaction_type = 'click' THEN p.click_window_days
                 ELSE p.view_window_days END AS BIGINT
        ) AS claimable_for
    FROM ad_interactions i
    JOIN platforms p ON p.platform = i.platform
    WHERE i.platform = 'amazon'
      AND i.visitor_id IS NOT NULL
      AND i.interaction_type IN ('click', 'impression')
),
buyers AS (
    SELECT o.order_id, o.revenue, CAST(arrow_cast(o.ordered_at, 'Timestamp(Millisecond, None)') AS BIGINT) AS ordered_at, s.visitor_id
    FROM orders o
    JOIN sessions s ON s.session_id = o.session_id
),
claims AS (
    SELECT
        t.date, t.ad_id, b.revenue, b.ordered_at - t.occurred_at AS lag_ms,
        row_number() OVER (
            PARTITION BY b.order_id
            ORDER BY t.occurred_at DESC, t.is_view, t.interaction_id DESC
        ) AS recency
    FROM buyers b
    JOIN touches t ON t.visitor_id = b.visitor_id
    WHERE t.occurred_at <= b.ordered_at
      AND b.ordered_at - t.occurred_at <= t.claimable_for
)
SELECT
    date, ad_id,
    sum(CASE WHEN lag_ms <= 86400000 THEN 1 ELSE 0 END) AS purchases_1,
    sum(CASE WHEN lag_ms <= 604800000 THEN 1 ELSE 0 END) AS purchases_7,
    sum(CASE WHEN lag_ms <= 86400000 THEN revenue ELSE 0 END) AS sales_1,
    sum(CASE WHEN lag_ms <= 604800000 THEN revenue ELSE 0 END) AS sales_7
FROM claims
WHERE recency = 1
GROUP BY date, ad_id
