-- The actions of `basic_ad`: one row per date, ad and action type.
SELECT
    CAST(120200000000000000 + ad_id AS VARCHAR) AS ad_id,
    date,
    concat(to_hex(ad_id), '-', to_char(date, '%Y%m%d')) AS _fivetran_id,
    index,
    action_type,
    CAST(sum(value) AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS inline,
    CAST(sum(value) - sum(coalesce(of_views, 0)) AS DOUBLE) AS _7_d_click,
    CAST(sum(of_views) AS DOUBLE) AS _1_d_view,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _facebook_actions
GROUP BY date, ad_id, index, action_type
ORDER BY date, ad_id, index
