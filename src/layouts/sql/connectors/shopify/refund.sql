-- Refunds: one row per refund.
SELECT
    refund_id AS id,
    order_id,
    CAST(reason AS VARCHAR) AS note,
    order_item_id IS NOT NULL AS restock,
    CAST(NULL AS BIGINT) AS user_id,
    arrow_cast(refunded_at, 'Timestamp(Microsecond, None)') AS created_at,
    arrow_cast(refunded_at, 'Timestamp(Microsecond, None)') AS processed_at,
    arrow_cast(refunded_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM refunds
ORDER BY id
