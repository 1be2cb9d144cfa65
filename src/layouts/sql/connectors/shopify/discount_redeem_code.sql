-- The codes of discounts: one row per code that was used.
SELECT
    discount_id + 100000000000 AS id,
    discount_id,
    'DiscountCodeBasic' AS discount_type,
    code,
    orders AS async_usage_count,
    CAST(NULL AS BIGINT) AS created_by_id,
    arrow_cast(last_used_at, 'Timestamp(Microsecond, None)') + INTERVAL '6 hours' AS _fivetran_synced
FROM _discount_codes
ORDER BY id
