-- At most one order of a customer is marked as the first, and no order of that customer precedes it.
SELECT user_id, sum(CASE WHEN is_new_customer THEN 1 ELSE 0 END) AS first_orders,
       min(CASE WHEN is_new_customer THEN ordered_at END) AS marked_as_first,
       min(ordered_at) AS earliest
FROM data.orders
GROUP BY user_id
HAVING sum(CASE WHEN is_new_customer THEN 1 ELSE 0 END) > 1
    OR min(CASE WHEN is_new_customer THEN ordered_at END) > min(ordered_at)
