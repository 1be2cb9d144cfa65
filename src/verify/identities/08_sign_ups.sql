-- Nobody orders before signing up.
SELECT o.order_id, o.user_id, o.ordered_at, u.signed_up_at
FROM data.orders AS o
JOIN data.users AS u ON u.user_id = o.user_id
WHERE o.ordered_at < u.signed_up_at
