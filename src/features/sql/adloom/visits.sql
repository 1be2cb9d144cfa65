-- Visits, what was known of each when it began, and, in the columns from page_views on, what was
-- known only later. One row per visit.
--
-- Only accounts opened and orders placed before a visit began are known to it: the account that a
-- first order opens would give the order away. What is small stands left of each join, where it is
-- held; visits, of which there may be a great many, pass by.
WITH ad AS (
    SELECT a.ad_id, k.name AS campaign, k.objective, k.tactic, t.audience_id AS audience
    FROM ads a
    LEFT JOIN ad_sets t ON t.ad_set_id = a.ad_set_id
    LEFT JOIN campaigns k ON k.campaign_id = a.campaign_id
),
-- Each order with the time of the same customer's next one: a visit lies between two of them.
placed AS (
    SELECT
        user_id,
        ordered_at,
        row_number() OVER customer AS orders,
        lead(ordered_at) OVER customer AS next_at
    FROM orders
    WINDOW customer AS (PARTITION BY user_id ORDER BY ordered_at, order_id)
),
visit AS (
    SELECT s.*, ad.campaign, ad.objective, ad.tactic, ad.audience
    FROM ad
    RIGHT JOIN sessions s ON s.ad_id = ad.ad_id
),
recognised AS (
    SELECT v.*, u.signed_up_at
    FROM users u
    RIGHT JOIN visit v ON v.user_id = u.user_id AND u.signed_up_at < v.started_at
)
SELECT
    v.session_id AS visit,
    v.date,
    v.started_at,
    v.region_id AS region,
    'city ' || CAST(v.city_id AS VARCHAR) AS city,
    v.device,
    v.os,
    v.browser,
    v.language,
    v.source,
    v.medium,
    v.platform,
    v.campaign,
    v.objective,
    v.tactic,
    v.audience,
    'ad ' || CAST(v.ad_id AS VARCHAR) AS ad,
    v.landing_page,
    split_part(v.landing_page, '/', 2) AS landing_section,
    v.is_returning,
    CASE WHEN v.signed_up_at IS NULL THEN 'no' ELSE 'yes' END AS has_account,
    (date_part('epoch', v.started_at) - date_part('epoch', v.signed_up_at)) / 86400
        AS days_with_account,
    coalesce(p.orders, 0) AS orders_before,
    (date_part('epoch', v.started_at) - date_part('epoch', p.ordered_at)) / 86400
        AS days_since_order,
    v.page_views,
    v.product_views,
    v.duration_seconds,
    v.added_to_cart,
    v.converted
FROM placed p
RIGHT JOIN recognised v
    ON v.user_id = p.user_id
    AND p.ordered_at < v.started_at
    AND (p.next_at IS NULL OR p.next_at >= v.started_at)
