-- Deliveries: one row per order that was delivered.
SELECT
    o.order_id + 2000000000000000 AS id,
    o.order_id,
    p.location_id,
    concat('#', CAST(n.order_number AS VARCHAR), '.1') AS name,
    'manual' AS service,
    'delivered' AS shipment_status,
    'success' AS status,
    CAST(NULL AS VARCHAR) AS tracking_company,
    CAST(NULL AS VARCHAR) AS tracking_number,
    arrow_cast(o.ordered_at, 'Timestamp(Microsecond, None)') + INTERVAL '4 hours' AS created_at,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '12 hours' AS updated_at,
    TRY_CAST(o.delivered_on AS TIMESTAMP) + INTERVAL '18 hours' AS _fivetran_synced
FROM orders o
JOIN _order_numbers n ON n.order_id = o.order_id
JOIN _warehouses p ON p.region_id = o.region_id
WHERE o.delivered_on IS NOT NULL
ORDER BY id
