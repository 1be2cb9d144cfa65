-- One row per campaign.
SELECT
    campaign_id,
    CAST(platform AS VARCHAR) AS platform,
    name,
    CAST(objective AS VARCHAR) AS objective,
    CAST(tactic AS VARCHAR) AS tactic,
    daily_budget,
    CAST(currency AS VARCHAR) AS currency,
    start_date,
    end_date
FROM campaigns
ORDER BY campaign_id
