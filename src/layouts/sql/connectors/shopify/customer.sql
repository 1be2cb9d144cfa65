-- People with an account: one row per person.
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
    CAST(r.currency AS VARCHAR) AS currency,
    CAST(NULL AS VARCHAR) AS note,
    CAST(NULL AS BIGINT) AS default_address_id,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') AS created_at,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') AS updated_at,
    arrow_cast(u.signed_up_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM users u
JOIN regions r ON r.region_id = u.region_id
ORDER BY id
