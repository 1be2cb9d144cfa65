-- The tags of the address at which the buyer landed: one row per order and key.
WITH tagged AS (
    SELECT o.order_id, o.ordered_at, s.source, s.medium, s.utm_campaign, s.utm_content
    FROM orders o
    JOIN sessions s ON s.session_id = o.session_id
    WHERE s.utm_campaign IS NOT NULL
),
tags AS (
    SELECT order_id, ordered_at, 'utm_source' AS key, CAST(source AS VARCHAR) AS value FROM tagged
    UNION ALL
    SELECT order_id, ordered_at, 'utm_medium' AS key, CAST(medium AS VARCHAR) AS value FROM tagged
    UNION ALL
    SELECT order_id, ordered_at, 'utm_campaign' AS key, CAST(utm_campaign AS VARCHAR) AS value FROM tagged
    UNION ALL
    SELECT order_id, ordered_at, 'utm_content' AS key, CAST(utm_content AS VARCHAR) AS value FROM tagged
)
SELECT
    order_id,
    key,
    value,
    arrow_cast(ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM tags
ORDER BY order_id, key
