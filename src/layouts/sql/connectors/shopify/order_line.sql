-- Order lines: one row per line.
SELECT
    l.order_item_id AS id,
    l.order_id,
    CAST(l.line_number AS BIGINT) AS index,
    7000000000000 + l.product_id AS product_id,
    41000000000000 + l.product_id AS variant_id,
    p.sku,
    p.name,
    p.name AS title,
    'Default Title' AS variant_title,
    'shopify' AS variant_inventory_management,
    CAST(p.brand AS VARCHAR) AS vendor,
    CAST(l.quantity AS BIGINT) AS quantity,
    CAST(l.unit_price AS DOUBLE) AS price,
    concat(
        '{"shop_money":{"amount":"', CAST(l.unit_price AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(l.unit_price AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS price_set,
    CAST(l.net_cents AS DOUBLE) / 100 AS pre_tax_price,
    concat(
        '{"shop_money":{"amount":"', CAST(CAST(l.net_cents / 1e2 AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(l.net_cents / 1e2 * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS pre_tax_price_set,
    CAST(0 AS DOUBLE) AS total_discount,
    concat(
        '{"shop_money":{"amount":"0.00","currency_code":"', CAST(o.currency AS VARCHAR),
        '"},"presentment_money":{"amount":"0.00","currency_code":"', CAST(r.local_currency AS VARCHAR),
        '"}}'
    ) AS total_discount_set,
    false AS gift_card,
    l.tax_cents > 0 AS taxable,
    true AS requires_shipping,
    CASE WHEN o.delivered_on IS NOT NULL THEN 'fulfilled' END AS fulfillment_status,
    CASE WHEN o.delivered_on IS NULL THEN CAST(l.quantity AS BIGINT) ELSE 0 END AS fulfillable_quantity,
    CAST(NULL AS VARCHAR) AS properties,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _order_lines l
JOIN orders o ON o.order_id = l.order_id
JOIN regions r ON r.region_id = o.region_id
JOIN products p ON p.product_id = l.product_id
ORDER BY order_id, index
