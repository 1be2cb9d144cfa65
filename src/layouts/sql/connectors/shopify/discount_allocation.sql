-- What of an order's discount falls on a line: one row per discounted line.
SELECT
    l.order_item_id AS order_line_id,
    CAST(1 AS BIGINT) AS index,
    CAST(1 AS BIGINT) AS discount_application_index,
    CAST(l.discount_cents AS DOUBLE) / 100 AS amount,
    CAST(l.discount_cents AS DOUBLE) / 100 AS amount_set_shop_money_amount,
    CAST(o.currency AS VARCHAR) AS amount_set_shop_money_currency_code,
    round(CAST(l.discount_cents AS DOUBLE) / 100 * r.exchange_rate, 2) AS amount_set_presentment_money_amount,
    CAST(r.local_currency AS VARCHAR) AS amount_set_presentment_money_currency_code,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _order_lines l
JOIN orders o ON o.order_id = l.order_id
JOIN regions r ON r.region_id = o.region_id
WHERE l.discount_cents > 0
ORDER BY order_line_id
