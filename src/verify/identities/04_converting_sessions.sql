-- A session has converted if, and only if, exactly one order was placed in it.
SELECT session_id, sum(conversions) AS conversions, sum(orders) AS orders
FROM (
    SELECT session_id, 1 AS conversions, 0 AS orders FROM data.sessions WHERE converted
    UNION ALL
    SELECT session_id, 0, 1 FROM data.orders
) AS conversions_and_orders
GROUP BY session_id
HAVING sum(conversions) <> 1 OR sum(orders) <> 1
