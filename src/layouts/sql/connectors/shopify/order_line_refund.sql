-- Lines of refunds: one row per refund and line.
SELECT
    l.order_item_id + 4000000000000000 AS id,
    l.refund_id,
    l.order_item_id AS order_line_id,
    CAST(l.quantity AS BIGINT) AS quantity,
    CAST(l.subtotal_cents AS DOUBLE) / 100 AS subtotal,
    CAST(l.tax_cents AS DOUBLE) / 100 AS total_tax,
    CASE WHEN l.reason = 'cancelled' THEN 'cancel' ELSE 'return' END AS restock_type,
    CAST(NULL AS BIGINT) AS location_id,
    arrow_cast(l.refunded_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _refund_lines l
ORDER BY refund_id, order_line_id
