-- What each ad did on each day: one row per date and ad that did anything. The ad's id is text.
SELECT
    CAST(120200000000000000 + d.ad_id AS VARCHAR) AS ad_id,
    d.date,
    concat(to_hex(d.ad_id), '-', to_char(d.date, '%Y%m%d')) AS _fivetran_id,
    CAST(102030405060708 AS BIGINT) AS account_id,
    d.ad AS ad_name,
    d.ad_set AS adset_name,
    d.impressions,
    d.reach,
    CAST(d.impressions AS DOUBLE) / nullif(d.reach, 0) AS frequency,
    d.clicks AS inline_link_clicks,
    CAST(d.spend AS DOUBLE) AS spend,
    CAST(d.spend AS DOUBLE) / nullif(d.clicks + d.engagements, 0) AS cpc,
    1000 * CAST(d.spend AS DOUBLE) / nullif(d.impressions, 0) AS cpm,
    100 * CAST(d.clicks + d.engagements AS DOUBLE) / nullif(d.impressions, 0) AS ctr,
    CAST(d.spend AS DOUBLE) / nullif(d.clicks, 0) AS cost_per_inline_link_click,
    100 * CAST(d.clicks AS DOUBLE) / nullif(d.impressions, 0) AS inline_link_click_ctr,
    CAST(d.date AS TIMESTAMP) + INTERVAL '30 hours' AS _fivetran_synced
FROM _ad_days d
WHERE d.platform IN ('meta', 'facebook')
  AND (d.impressions > 0 OR d.spend > 0 OR d.claimed_conversions > 0)
ORDER BY date, ad_id
