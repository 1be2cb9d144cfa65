-- Where items are stocked: one row per warehouse and item that ever moved there.
SELECT
    inventory_level_id AS id,
    inventory_item_id,
    location_id,
    available = 0 AND committed = 0 AS can_deactivate,
    CAST(NULL AS VARCHAR) AS deactivation_alert,
    CAST(first_date AS TIMESTAMP) AS created_at,
    CAST(last_date AS TIMESTAMP) AS updated_at,
    CAST(last_date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _stock
ORDER BY id
