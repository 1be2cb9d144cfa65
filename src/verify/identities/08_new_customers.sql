-- Who signed up within the window and ordered in it has one order that is marked as the first.
SELECT u.user_id, u.date AS signed_up_on, o.orders, o.first_orders
FROM data.users AS u
JOIN (
    SELECT user_id, count(*) AS orders, sum(CASE WHEN is_new_customer THEN 1 ELSE 0 END) AS first_orders
    FROM data.orders
    GROUP BY user_id
) AS o ON o.user_id = u.user_id
CROSS JOIN manifest.window AS w
WHERE u.date >= w.first_day
  AND o.first_orders <> 1
