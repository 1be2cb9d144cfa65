-- An order has the date and the region of its session, and was placed between its start and its end.
SELECT o.order_id, o.session_id, o.ordered_at, s.started_at, s.duration_seconds,
       o.date, s.date AS session_date, o.region_id, s.region_id AS session_region_id
FROM data.orders AS o
JOIN data.sessions AS s ON s.session_id = o.session_id
WHERE o.date <> s.date
   OR o.region_id <> s.region_id
   OR o.ordered_at < s.started_at
   OR CAST(o.ordered_at AS BIGINT) > CAST(s.started_at AS BIGINT) + 1000 * CAST(s.duration_seconds AS BIGINT)
