-- The UUIDs under which Snapchat knows campaigns, ad squads, ads and creatives: the plain id, spread
-- over the last 48 bits by a prime (so that no two meet), behind eight digits drawn from it.
-- One row per kind and id.
WITH named AS (
    SELECT 'campaign' AS kind, 'ca00' AS mark, CAST(campaign_id AS BIGINT) AS id FROM campaigns
    UNION ALL
    SELECT 'ad_squad', 'a500', CAST(ad_set_id AS BIGINT) FROM ad_sets
    UNION ALL
    SELECT 'ad', 'ad00', ad_id FROM ads
    UNION ALL
    SELECT 'creative', 'cc00', creative_id FROM creatives
)
SELECT
    kind,
    id,
    concat(
        lpad(to_hex(id % 1000003 * 1103515245 % 2147483647), 8, '0'), '-', mark, '-4000-8000-',
        lpad(to_hex(
            id * 5033167 % 281474976710597 * 32749 % 281474976710597 * 32749 % 281474976710597
        ), 12, '0')
    ) AS uuid
FROM named
