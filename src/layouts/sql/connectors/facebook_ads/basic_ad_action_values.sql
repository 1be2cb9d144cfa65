-- The money of the actions of `basic_ad` that have any: one row per date, ad and action type.
SELECT
    CAST(120200000000000000 + ad_id AS VARCHAR) AS ad_id,
    date,
    concat(to_hex(ad_id), '-', to_char(date, '%Y%m%d')) AS _fivetran_id,
    index,
    action_type,
    CAST(sum(revenue) AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS inline,
    CAST(CAST(sum(revenue) * 100 AS BIGINT) - sum(coalesce(cents_of_views, 0)) AS DOUBLE) / 100
        AS _7_d_click,
    CAST(sum(coalesce(cents_of_views, 0)) AS DOUBLE) / 100 AS _1_d_view,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _facebook_actions
WHERE revenue IS NOT NULL
GROUP BY date, ad_id, index, action_type
ORDER BY date, ad_id, index
