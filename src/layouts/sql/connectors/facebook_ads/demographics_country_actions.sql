-- The actions of `demographics_country`: one row per date, country and action type.
SELECT
    CAST(102030405060708 AS BIGINT) AS account_id,
    date,
    country AS _fivetran_id,
    index,
    action_type,
    CAST(sum(value) AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS inline,
    CAST(sum(value) - sum(coalesce(of_views, 0)) AS DOUBLE) AS _7_d_click,
    CAST(sum(of_views) AS DOUBLE) AS _1_d_view,
    CAST(date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _facebook_actions
GROUP BY date, country, index, action_type
ORDER BY date, _fivetran_id, index
