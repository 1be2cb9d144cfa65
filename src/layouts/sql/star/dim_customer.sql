-- One row per person with an account, without names and addresses.
SELECT
    u.user_id,
    u.date AS signed_up_on,
    CAST(u.region_id AS VARCHAR) AS region_id,
    CAST(r.country AS VARCHAR) AS country,
    t.name AS city,
    CAST(u.gender AS VARCHAR) AS gender,
    u.birth_year,
    CAST(u.language AS VARCHAR) AS language,
    u.marketing_consent
FROM users u
JOIN regions r ON r.region_id = u.region_id
JOIN cities t ON t.city_id = u.city_id
ORDER BY u.user_id
