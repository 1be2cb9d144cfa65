-- What each creative is. One row per creative; every column past `concept` is an attribute.
SELECT
    CAST(c.creative_id AS VARCHAR) AS creative,
    c.name,
    c.platform,
    c.format,
    c.concept,
    c.hook,
    c.call_to_action,
    c.language,
    CASE
        WHEN c.length_seconds IS NULL THEN NULL
        WHEN c.length_seconds <= 10 THEN 'up to 10 s'
        WHEN c.length_seconds <= 20 THEN '11 to 20 s'
        ELSE 'over 20 s'
    END AS length,
    CASE WHEN c.shows_person THEN 'yes' ELSE 'no' END AS shows_person,
    CASE WHEN c.shows_price THEN 'yes' ELSE 'no' END AS shows_price,
    CASE WHEN c.made_by_customer THEN 'yes' ELSE 'no' END AS made_by_customer
FROM creatives c
ORDER BY c.creative_id
