-- The shop: one row. It was created before anyone signed up.
WITH launch AS (
    SELECT min(date) AS date FROM users
),
shown AS (
    SELECT string_agg(currency, '","' ORDER BY currency) AS currencies
    FROM (
        SELECT CAST(local_currency AS VARCHAR) AS currency FROM regions
        UNION
        SELECT CAST(currency AS VARCHAR) AS currency FROM regions
    )
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
    concat('["', s.currencies, '"]') AS enabled_presentment_currencies,
    'UTC' AS iana_timezone,
    '(GMT+00:00) UTC' AS timezone,
    'en' AS primary_locale,
    'kg' AS weight_unit,
    true AS has_storefront,
    true AS has_discounts,
    false AS has_gift_cards,
    false AS taxes_included,
    true AS tax_shipping,
    CAST(coalesce(l.date, DATE '{{first_day}}') AS TIMESTAMP) - INTERVAL '30 days' AS created_at,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) AS updated_at,
    false AS _fivetran_deleted,
    CAST(DATE '{{last_day}}' AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM launch l
CROSS JOIN shown s
ORDER BY id
