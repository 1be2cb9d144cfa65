-- The shop: one row. It was created before anyone signed up.
WITH launch AS (
    SELECT min(date) AS date FROM users
)
SELECT
    CAST(60000000001 AS BIGINT) AS id,
    '{{name}}' AS name,
    '{{name}}.example' AS domain,
    '{{name}}.myshopify.example' AS myshopify_domain,
    'owner@{{name}}.example' AS email,
    '{{country}}' AS country_code,
    '{{country}}' AS country,
    '{{currency}}' AS currency,
    '["{{currency}}"]' AS enabled_presentment_currencies,
    'UTC' AS iana_timezone,
    '(GMT+00:00) UTC' AS timezone,
    'en' AS primary_locale,
    'kg' AS weight_unit,
    true AS has_storefront,
    true AS has_discounts,
    false AS taxes_included,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '30 days' AS created_at,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) AS updated_at,
    false AS _fivetran_deleted,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM launch l
ORDER BY id
