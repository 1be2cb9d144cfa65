-- Creatives: two rows each, as they were drafted and as they went live. The page and its tags stand
-- apart; the tags are JSON text.
WITH used AS (
    SELECT a.creative_id, min(a.start_date) AS starts_on, min(u.page) AS page,
        min(u.utm_source) AS utm_source, min(u.utm_medium) AS utm_medium,
        min(u.utm_campaign) AS utm_campaign, min(u.utm_content) AS utm_content
    FROM _status s
    JOIN ads a ON a.ad_id = s.ad_id
    JOIN _utm u ON u.ad_id = a.ad_id
    WHERE s.platform IN ('meta', 'facebook')
    GROUP BY a.creative_id
),
versions AS (
    SELECT creative_id, 1 AS version, ' (draft)' AS name_suffix,
        CAST(starts_on AS TIMESTAMP) - INTERVAL '18 hours' AS synced_at
    FROM used
    UNION ALL
    SELECT creative_id, 2, '', CAST(starts_on AS TIMESTAMP) + INTERVAL '6 hours'
    FROM used
)
SELECT
    concat(to_hex(c.creative_id), '-', CAST(v.version AS VARCHAR)) AS _fivetran_id,
    120200000000000000 + c.creative_id AS id,
    CAST(102030405060708 AS BIGINT) AS account_id,
    concat(c.name, v.name_suffix) AS name,
    c.headline AS title,
    c.body,
    upper(CAST(c.call_to_action AS VARCHAR)) AS call_to_action_type,
    u.page AS page_link,
    CAST(NULL AS VARCHAR) AS template_page_link,
    u.page AS object_story_link_data_link,
    c.body AS object_story_link_data_message,
    concat(
        '[{"key":"utm_source","value":"', u.utm_source,
        '","type":"AD_REFERRAL"},{"key":"utm_medium","value":"', u.utm_medium,
        '","type":"AD_REFERRAL"},{"key":"utm_campaign","value":"', u.utm_campaign,
        '","type":"AD_REFERRAL"},{"key":"utm_content","value":"', u.utm_content,
        '","type":"AD_REFERRAL"}]'
    ) AS url_tags,
    v.synced_at AS _fivetran_synced
FROM creatives c
JOIN used u ON u.creative_id = c.creative_id
JOIN versions v ON v.creative_id = c.creative_id
ORDER BY id, _fivetran_synced
