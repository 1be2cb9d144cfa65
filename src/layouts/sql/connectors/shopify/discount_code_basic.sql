-- Discounts that need a code: one row per code that was used. All of them take a percentage off the order.
SELECT
    discount_id AS id,
    code AS title,
    'ACTIVE' AS status,
    'ORDER' AS discount_class,
    false AS applies_once_per_customer,
    orders AS async_usage_count,
    CAST(NULL AS BIGINT) AS usage_limit,
    CAST(NULL AS BIGINT) AS recurring_cycle_limit,
    CAST(1 AS BIGINT) AS codes_count,
    'EXACT' AS codes_precision,
    false AS combines_with_order_discounts,
    false AS combines_with_product_discounts,
    false AS combines_with_shipping_discounts,
    true AS customer_selection_all_customers,
    CAST(total AS DOUBLE) AS total_sales_amount,
    currency AS total_sales_currency_code,
    date_trunc('day', arrow_cast(first_used_at, 'Timestamp(Microsecond, None)')) AS starts_at,
    CAST(NULL AS TIMESTAMP) AS ends_at,
    date_trunc('day', arrow_cast(first_used_at, 'Timestamp(Microsecond, None)')) AS created_at,
    arrow_cast(last_used_at, 'Timestamp(Microsecond, None)') AS updated_at,
    arrow_cast(last_used_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _discount_codes
ORDER BY id
