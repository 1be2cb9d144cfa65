-- How much of an item a warehouse has at the end of the window: one row per stocked item and state. On
-- hand is what is available and what is sold but not yet delivered.
WITH states AS (
    SELECT inventory_level_id, inventory_item_id, last_date, 1 AS place, 'available' AS name,
        available AS quantity
    FROM _stock
    UNION ALL
    SELECT inventory_level_id, inventory_item_id, last_date, 2 AS place, 'committed' AS name,
        committed AS quantity
    FROM _stock
    UNION ALL
    SELECT inventory_level_id, inventory_item_id, last_date, 3 AS place, 'on_hand' AS name,
        available + committed AS quantity
    FROM _stock
)
SELECT
    inventory_level_id * 10 + place AS id,
    inventory_item_id,
    inventory_level_id,
    name,
    quantity,
    CAST(last_date AS TIMESTAMP) AS updated_at,
    CAST(last_date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM states
ORDER BY id
