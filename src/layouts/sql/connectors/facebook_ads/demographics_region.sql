-- What the account's ads did in each region: one row per date and region.
SELECT
    account_id, date, place AS _fivetran_id, place AS region,
    * EXCEPT (account_id, date, level, place)
FROM _facebook_places
WHERE level = 'region'
ORDER BY date, region
