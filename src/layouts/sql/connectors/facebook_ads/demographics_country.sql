-- What the account's ads did in each country: one row per date and country.
SELECT
    account_id, date, place AS _fivetran_id, place AS country,
    * EXCEPT (account_id, date, level, place)
FROM _facebook_places
WHERE level = 'country'
ORDER BY date, country
