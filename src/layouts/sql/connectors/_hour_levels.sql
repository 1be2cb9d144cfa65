-- What `_hours` says of ads, said of their ad sets and campaigns too: one row per level, hour and ad, with
-- the id of the ad, the ad set or the campaign.
SELECT 'ad' AS level, ad_id AS id, * FROM _hours
UNION ALL
SELECT 'ad_set' AS level, ad_set_id AS id, * FROM _hours
UNION ALL
SELECT 'campaign' AS level, campaign_id AS id, * FROM _hours
