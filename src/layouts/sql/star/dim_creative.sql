-- One row per creative.
SELECT
    creative_id,
    campaign_id,
    CAST(platform AS VARCHAR) AS platform,
    name,
    concept,
    CAST(format AS VARCHAR) AS format,
    CAST(hook AS VARCHAR) AS hook,
    CAST(call_to_action AS VARCHAR) AS call_to_action,
    CAST(language AS VARCHAR) AS language,
    length_seconds,
    shows_person,
    shows_price,
    made_by_customer,
    headline,
    body,
    created_on
FROM creatives
ORDER BY creative_id
