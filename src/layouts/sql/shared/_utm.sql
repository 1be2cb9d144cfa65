-- The address that an ad leads to, tagged as the shop's analytics will see it.
-- One row per ad.
SELECT
    a.ad_id,
    p.utm_source,
    p.utm_medium,
    btrim(regexp_replace(lower(k.name), '[^\p{L}\p{N}]+', '-', 'g'), '-') AS utm_campaign,
    v.name AS utm_content,
    'https://www.{{name}}.example/' AS page,
    concat(
        'https://www.{{name}}.example/?utm_source=', p.utm_source,
        '&utm_medium=', p.utm_medium,
        '&utm_campaign=', btrim(regexp_replace(lower(k.name), '[^\p{L}\p{N}]+', '-', 'g'), '-'),
        '&utm_content=', v.name
    ) AS url
FROM ads a
JOIN platforms p ON p.platform = a.platform
JOIN campaigns k ON k.campaign_id = a.campaign_id
JOIN creatives v ON v.creative_id = a.creative_id
