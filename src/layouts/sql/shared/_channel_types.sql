-- Google's kind of each campaign, from the formats of its ads: one row per campaign.
SELECT
    campaign_id,
    CASE
        WHEN sum(CASE WHEN format = 'performance_max' THEN 1 ELSE 0 END) > 0 THEN 'PERFORMANCE_MAX'
        WHEN sum(CASE WHEN format = 'shopping' THEN 1 ELSE 0 END) > 0 THEN 'SHOPPING'
        WHEN sum(CASE WHEN format = 'search_text' THEN 1 ELSE 0 END) > 0 THEN 'SEARCH'
        WHEN sum(CASE WHEN format IN ('video', 'in_stream') THEN 1 ELSE 0 END) > 0 THEN 'VIDEO'
        ELSE 'DISPLAY'
    END AS channel_type
FROM creatives
GROUP BY campaign_id
