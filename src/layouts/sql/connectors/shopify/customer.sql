-- People with an account: one row per person.
WITH bought AS (
    SELECT user_id, CAST(count(*) AS BIGINT) AS orders FROM orders GROUP BY user_id
),
paid AS (
    SELECT o.user_id, sum(p.amount) AS amount
    FROM payments p
    JOIN orders o ON o.order_id = p.order_id
    GROUP BY o.user_id
),
refunded AS (
    SELECT o.user_id, sum(f.amount) AS amount
    FROM refunds f
    JOIN orders o ON o.order_id = f.order_id
    GROUP BY o.user_id
)
SELECT
    u.user_id AS id,
    u.email,
    u.first_name,
    u.last_name,
    CAST(NULL AS VARCHAR) AS phone,
    'enabled' AS state,
    false AS tax_exempt,
    true AS verified_email,
    CASE WHEN u.marketing_consent THEN 'subscribed' ELSE 'not_subscribed' END
        AS email_marketing_consent_state,
    'single_opt_in' AS email_marketing_consent_opt_in_level,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') AS email_marketing_consent_consent_updated_at,
    coalesce(b.orders, 0) AS orders_count,
    CAST(coalesce(p.amount, 0) - coalesce(f.amount, 0) AS DOUBLE) AS total_spent,
    CAST(r.currency AS VARCHAR) AS currency,
    CAST(NULL AS VARCHAR) AS note,
    CAST(NULL AS BIGINT) AS default_address_id,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') AS created_at,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') AS updated_at,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM users u
JOIN regions r ON r.region_id = u.region_id
LEFT JOIN bought b ON b.user_id = u.user_id
LEFT JOIN paid p ON p.user_id = u.user_id
LEFT JOIN refunded f ON f.user_id = u.user_id
ORDER BY id
