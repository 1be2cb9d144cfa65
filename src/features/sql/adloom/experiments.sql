-- Geo experiments as planned. One row per experiment, platform and treated region.
SELECT experiment_id AS experiment, platform, region_id AS region, start_date, end_date, multiplier
FROM experiments
ORDER BY experiment_id, platform, region_id
