-- Money that passed between the shop and its customers: one row per payment and per refund. Gift cards
-- bring none.
SELECT
    id,
    order_id,
    CASE WHEN kind = 'refund' THEN -amount ELSE amount END AS amount,
    currency,
    CASE
        WHEN gateway = 'card' THEN 'credit_card'
        WHEN gateway IN ('apple_pay', 'google_pay', 'paypal', 'klarna') THEN gateway
        WHEN gateway = 'cash_on_delivery' THEN 'cash'
        ELSE 'other'
    END AS payment_method,
    CAST(NULL AS VARCHAR) AS remote_reference,
    CAST(NULL AS BIGINT) AS user_id,
    test,
    processed_at,
    _fivetran_synced
FROM shopify.transaction
WHERE gateway <> 'gift_card'
ORDER BY id
