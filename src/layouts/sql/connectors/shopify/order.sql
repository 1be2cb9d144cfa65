-- Orders: one row per order. The total is the lines, less discounts, plus shipping and tax; amounts in
-- the shopper's currency stand in the JSON beside them.
WITH paid AS (
    SELECT order_id, sum(amount) AS amount, min(paid_at) AS paid_at FROM payments GROUP BY order_id
),
refunded AS (
    SELECT
        order_id,
        sum(amount) AS amount,
        max(refunded_at) AS refunded_at,
        max(CASE WHEN order_item_id IS NULL THEN refunded_at END) AS cancelled_at
    FROM refunds
    GROUP BY order_id
)
SELECT
    o.order_id AS id,
    concat('#', CAST(n.order_number AS VARCHAR)) AS name,
    n.order_number,
    n.order_number - 1000 AS number,
    o.user_id AS customer_id,
    u.email,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') AS created_at,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') AS processed_at,
    arrow_cast(greatest(
        o.ordered_at, coalesce(p.paid_at, o.ordered_at), coalesce(f.refunded_at, o.ordered_at)
    ), 'Timestamp(Microsecond, None)') AS updated_at,
    CASE WHEN o.status = 'cancelled'
        THEN arrow_cast(coalesce(f.cancelled_at, o.ordered_at), 'Timestamp(Microsecond, None)')
    END AS cancelled_at,
    CASE WHEN o.status = 'cancelled' THEN 'customer' END AS cancel_reason,
    CAST(o.currency AS VARCHAR) AS currency,
    CAST(r.local_currency AS VARCHAR) AS presentment_currency,
    CAST(o.subtotal - o.discount AS DOUBLE) AS subtotal_price,
    CAST(o.subtotal AS DOUBLE) AS total_line_items_price,
    CAST(o.discount AS DOUBLE) AS total_discounts,
    CAST(o.tax AS DOUBLE) AS total_tax,
    CAST(o.total AS DOUBLE) AS total_price,
    concat(
        '{"shop_money":{"amount":"', CAST(o.subtotal AS VARCHAR), '","currency_code":"',
        CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.subtotal AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_line_items_price_set,
    concat(
        '{"shop_money":{"amount":"', CAST(o.discount AS VARCHAR), '","currency_code":"',
        CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.discount AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_discounts_set,
    concat(
        '{"shop_money":{"amount":"', CAST(o.shipping AS VARCHAR), '","currency_code":"',
        CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.shipping AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_shipping_price_set,
    concat(
        '{"shop_money":{"amount":"', CAST(o.tax AS VARCHAR), '","currency_code":"',
        CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.tax AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_tax_set,
    concat(
        '{"shop_money":{"amount":"', CAST(o.total AS VARCHAR), '","currency_code":"',
        CAST(o.currency AS VARCHAR), '"},"presentment_money":{"amount":"',
        CAST(CAST(round(CAST(o.total AS DOUBLE) * r.exchange_rate, 2) AS DECIMAL(18, 2)) AS VARCHAR),
        '","currency_code":"', CAST(r.local_currency AS VARCHAR), '"}}'
    ) AS total_price_set,
    false AS taxes_included,
    CASE
        WHEN o.status = 'cancelled' AND p.amount IS NULL THEN 'voided'
        WHEN f.amount >= p.amount THEN 'refunded'
        WHEN f.amount > 0 THEN 'partially_refunded'
        WHEN p.amount IS NULL THEN 'pending'
        ELSE 'paid'
    END AS financial_status,
    CASE WHEN o.delivered_on IS NOT NULL THEN 'fulfilled' END AS fulfillment_status,
    'web' AS source_name,
    concat(s.landing_page, CASE WHEN s.utm_campaign IS NULL THEN '' ELSE concat(
        '?utm_source=', CAST(s.source AS VARCHAR), '&utm_medium=', CAST(s.medium AS VARCHAR),
        '&utm_campaign=', CAST(s.utm_campaign AS VARCHAR),
        '&utm_content=', CAST(s.utm_content AS VARCHAR)
    ) END) AS landing_site_base_url,
    CASE WHEN s.medium IN ('organic', 'social', 'referral') THEN CAST(s.source AS VARCHAR) END
        AS referring_site,
    CAST(s.language AS VARCHAR) AS customer_locale,
    u.marketing_consent AS buyer_accepts_marketing,
    u.first_name AS shipping_address_first_name,
    u.last_name AS shipping_address_last_name,
    concat(u.first_name, ' ', u.last_name) AS shipping_address_name,
    t.name AS shipping_address_city,
    CAST(r.country AS VARCHAR) AS shipping_address_country_code,
    CAST(r.country AS VARCHAR) AS shipping_address_country,
    CASE WHEN r.region_id <> r.country THEN r.name END AS shipping_address_province,
    t.latitude AS shipping_address_latitude,
    t.longitude AS shipping_address_longitude,
    u.first_name AS billing_address_first_name,
    u.last_name AS billing_address_last_name,
    concat(u.first_name, ' ', u.last_name) AS billing_address_name,
    t.name AS billing_address_city,
    CAST(r.country AS VARCHAR) AS billing_address_country_code,
    CAST(r.country AS VARCHAR) AS billing_address_country,
    CASE WHEN r.region_id <> r.country THEN r.name END AS billing_address_province,
    t.latitude AS billing_address_latitude,
    t.longitude AS billing_address_longitude,
    CAST(0 AS DOUBLE) AS total_tip_received,
    true AS confirmed,
    false AS test,
    false AS _fivetran_deleted,
    arrow_cast(greatest(
        o.ordered_at, coalesce(p.paid_at, o.ordered_at), coalesce(f.refunded_at, o.ordered_at)
    ), 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM orders o
JOIN _order_numbers n ON n.order_id = o.order_id
JOIN users u ON u.user_id = o.user_id
JOIN sessions s ON s.session_id = o.session_id
JOIN regions r ON r.region_id = o.region_id
JOIN cities t ON t.city_id = o.city_id
LEFT JOIN paid p ON p.order_id = o.order_id
LEFT JOIN refunded f ON f.order_id = o.order_id
ORDER BY id
