-- Events of deliveries: one row per order that was delivered, at noon of the day.
SELECT
    o.order_id + 6000000000000000 AS id,
    o.order_id + 2000000000000000 AS fulfillment_id,
    o.order_id,
    CAST(60000000001 AS BIGINT) AS shop_id,
    'delivered' AS status,
    CAST(NULL AS VARCHAR) AS message,
    t.name AS city,
    CAST(r.country AS VARCHAR) AS country,
    CASE WHEN r.region_id <> r.country THEN r.name END AS province,
    t.latitude,
    t.longitude,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '12 hours' AS happened_at,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '12 hours' AS created_at,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '12 hours' AS updated_at,
    false AS _fivetran_deleted,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '18 hours' AS _fivetran_synced
FROM orders o
JOIN regions r ON r.region_id = o.region_id
JOIN cities t ON t.city_id = o.city_id
WHERE o.delivered_on IS NOT NULL
ORDER BY id
