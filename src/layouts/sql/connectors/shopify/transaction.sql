-- Money that came in and went out: one row per payment and per refund.
WITH first_payments AS (
    SELECT order_id, min(payment_id) AS payment_id FROM payments GROUP BY order_id
),
moves AS (
    SELECT
        payment_id AS id, order_id, CAST(NULL AS BIGINT) AS refund_id, CAST(NULL AS BIGINT) AS parent_id,
        'sale' AS kind, amount, CAST(method AS VARCHAR) AS gateway, CAST(currency AS VARCHAR) AS currency,
        paid_at AS moved_at
    FROM payments
    UNION ALL
    SELECT
        f.refund_id + 3000000000000000 AS id, f.order_id, f.refund_id, p.payment_id AS parent_id,
        'refund' AS kind, f.amount, CAST(o.payment_method AS VARCHAR) AS gateway,
        CAST(f.currency AS VARCHAR) AS currency, f.refunded_at AS moved_at
    FROM refunds f
    JOIN orders o ON o.order_id = f.order_id
    LEFT JOIN first_payments p ON p.order_id = f.order_id
)
SELECT
    id,
    order_id,
    refund_id,
    parent_id,
    kind,
    'success' AS status,
    CAST(amount AS DOUBLE) AS amount,
    currency,
    gateway,
    'web' AS source_name,
    CAST(NULL AS VARCHAR) AS message,
    '{}' AS receipt,
    false AS test,
    arrow_cast(moved_at, 'Timestamp(Microsecond, None)') AS created_at,
    arrow_cast(moved_at, 'Timestamp(Microsecond, None)') AS processed_at,
    arrow_cast(moved_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM moves
ORDER BY id
