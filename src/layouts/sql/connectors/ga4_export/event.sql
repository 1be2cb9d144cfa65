-- The events of visits, flat: one row per event. A visit begins with `session_start` (and `first_visit`,
-- if it is the first that the visitor ever made), sees its pages and products, fills a cart, reaches the
-- checkout, buys, and ends with `user_engagement`. Days are the region's, moments UTC; revenue is what the
-- order's total was. They come visit by visit, as those do, which is why nothing is sorted: there are too many.
-- A visit that begins in the same second as the visitor's last one comes a millisecond later, so that it is
-- known which was first.
WITH histories AS (
    SELECT
        session_id,
        row_number() OVER visits AS visit_number,
        first_value(CAST(source AS VARCHAR)) OVER visits AS first_source,
        first_value(CAST(medium AS VARCHAR)) OVER visits AS first_medium,
        first_value(utm_campaign) OVER visits AS first_campaign,
        first_value(is_returning) OVER visits AS first_is_returning,
        coalesce(lag(started_at) OVER visits = started_at, false) AS is_simultaneous,
        first_value(arrow_cast(started_at, 'Timestamp(Microsecond, None)')) OVER visits AS first_seen
    FROM sessions
    WINDOW visits AS (PARTITION BY visitor_id ORDER BY started_at, session_id)
),
-- The number of each visit's first event of a kind: those of a kind follow each other.
counted AS (
    SELECT
        *,
        arrow_cast(started_at, 'Timestamp(Microsecond, None)') AS started,
        duration_seconds >= 10 OR page_views >= 2 OR converted AS is_engaged,
        CASE WHEN is_returning THEN 1 ELSE 2 END AS pages_from,
        CASE WHEN is_returning THEN 1 ELSE 2 END + CAST(page_views AS BIGINT) AS items_from
    FROM sessions
),
numbered AS (
    SELECT
        *,
        items_from + product_views AS cart_at,
        items_from + product_views + CASE WHEN added_to_cart THEN 1 ELSE 0 END AS checkout_at,
        items_from + product_views + CASE WHEN added_to_cart THEN 1 ELSE 0 END
            + CASE WHEN reached_checkout THEN 1 ELSE 0 END AS purchase_at,
        items_from + product_views + CASE WHEN added_to_cart THEN 1 ELSE 0 END
            + CASE WHEN reached_checkout THEN 1 ELSE 0 END
            + CASE WHEN converted THEN 1 ELSE 0 END AS engaged_at
    FROM counted
),
-- What stands left of a right join is held in memory, and the visits run past it.
visits AS (
    SELECT
        n.*,
        n.engaged_at + CASE WHEN n.is_engaged THEN 1 ELSE 0 END AS events,
        r.name AS region_name,
        r.country,
        r.currency,
        t.name AS city,
        h.visit_number, h.first_source, h.first_medium, h.first_campaign, h.first_is_returning, h.first_seen,
        h.is_simultaneous,
        o.order_id, o.ordered_at, o.total, o.tax, o.shipping, o.units
    FROM regions r
    RIGHT JOIN (
        cities t
        RIGHT JOIN (
            orders o
            RIGHT JOIN (
                histories h RIGHT JOIN numbered n ON n.session_id = h.session_id
            ) ON o.session_id = n.session_id
        ) ON t.city_id = n.city_id
    ) ON r.region_id = n.region_id
),
-- Events by their numbers within the visit.
places AS (
    SELECT *, unnest(range(0, events)) AS number FROM visits
),
-- A visit that is not the visitor's first in the window leaves the place of `first_visit` empty.
happened AS (
    SELECT
        *,
        CASE
            WHEN number = 0 THEN 'session_start'
            WHEN number < pages_from THEN 'first_visit'
            WHEN number < items_from THEN 'page_view'
            WHEN number < cart_at THEN 'view_item'
            WHEN number < checkout_at THEN 'add_to_cart'
            WHEN number < purchase_at THEN 'begin_checkout'
            WHEN number < engaged_at THEN 'purchase'
            ELSE 'user_engagement'
        END AS name
    FROM places
    WHERE visit_number = 1 OR number = 0 OR number >= pages_from
),
-- When in a visit: `place` parts out of `of` of its length, in microseconds. What leads to an order comes
-- before it, whatever the visitor looks at afterwards.
placed AS (
    SELECT
        *,
        CASE name
            WHEN 'page_view' THEN number - pages_from
            WHEN 'view_item' THEN number - items_from + 1
            WHEN 'add_to_cart' THEN 7
            WHEN 'begin_checkout' THEN 8
            WHEN 'purchase' THEN 9
            WHEN 'user_engagement' THEN 1
            ELSE 0
        END AS place,
        CASE name
            WHEN 'page_view' THEN CAST(page_views AS BIGINT)
            WHEN 'view_item' THEN CAST(product_views AS BIGINT) + 1
            WHEN 'add_to_cart' THEN 10
            WHEN 'begin_checkout' THEN 10
            WHEN 'purchase' THEN 10
            ELSE 1
        END AS of,
        CASE WHEN order_id IS NOT NULL AND name IN ('view_item', 'add_to_cart', 'begin_checkout')
            THEN CAST(arrow_cast(ordered_at, 'Timestamp(Microsecond, None)') AS BIGINT)
                - CAST(started AS BIGINT)
            ELSE CAST(duration_seconds AS BIGINT) * 1000000
        END AS length
    FROM happened
)
SELECT
    concat(to_hex(v.session_id), '-', v.name, '-', CAST(v.place AS VARCHAR)) AS _fivetran_id,
    v.date,
    v.name,
    CASE WHEN v.name = 'purchase'
        THEN arrow_cast(v.ordered_at, 'Timestamp(Microsecond, None)')
        ELSE v.started + arrow_cast(
            v.length * v.place / v.of
                + CASE WHEN v.is_simultaneous THEN 1000 ELSE 0 END,
            'Duration(Microsecond)'
        )
    END AS timestamp,
    v.session_id AS bundle_sequence_id,
    v.place AS batch_event_index,
    CAST(v.visitor_id AS VARCHAR) AS user_pseudo_id,
    CAST(v.user_id AS VARCHAR) AS user_id,
    CASE WHEN NOT v.first_is_returning THEN v.first_seen END AS user_first_touch_timestamp,
    'WEB' AS platform,
    '6000000001' AS stream_id,
    CAST(v.device AS VARCHAR) AS device_category,
    CAST(v.os AS VARCHAR) AS device_operating_system,
    CAST(v.browser AS VARCHAR) AS device_web_info_browser,
    CAST(v.language AS VARCHAR) AS device_language,
    CAST(v.country AS VARCHAR) AS geo_country,
    v.region_name AS geo_region,
    v.city AS geo_city,
    CASE
        WHEN v.first_campaign IS NOT NULL THEN CAST(v.first_campaign AS VARCHAR)
        WHEN v.first_medium = '(none)' THEN '(direct)'
        WHEN v.first_medium IN ('organic', 'referral') THEN concat('(', v.first_medium, ')')
    END AS traffic_source_name,
    v.first_source AS traffic_source_source,
    v.first_medium AS traffic_source_medium,
    CAST(v.source AS VARCHAR) AS collected_traffic_source_manual_source,
    CAST(v.medium AS VARCHAR) AS collected_traffic_source_manual_medium,
    CAST(v.utm_campaign AS VARCHAR) AS collected_traffic_source_manual_campaign_name,
    CAST(v.utm_content AS VARCHAR) AS collected_traffic_source_manual_content,
    '{{name}}.example' AS event_dimensions_hostname,
    CAST(v.session_id AS VARCHAR) AS param_ga_session_id,
    CAST(v.visit_number AS BIGINT) AS param_ga_session_number,
    v.is_engaged AS param_session_engaged,
    CASE WHEN v.name = 'user_engagement' THEN '1' END AS param_engaged_session_event,
    CASE WHEN v.name = 'user_engagement' THEN CAST(v.duration_seconds AS BIGINT) * 1000 END
        AS param_engagement_time_msec,
    CASE WHEN v.name = 'session_start' THEN CAST(v.source AS VARCHAR) END AS param_source,
    CASE WHEN v.name = 'session_start' THEN CAST(v.medium AS VARCHAR) END AS param_medium,
    CASE WHEN v.name = 'session_start' THEN CAST(v.utm_campaign AS VARCHAR) END AS param_campaign,
    CASE WHEN v.name = 'session_start' AND v.platform = 'google' THEN v.click_id END AS param_gclid,
    CASE WHEN v.place = 0 THEN concat('https://www.{{name}}.example', CAST(v.landing_page AS VARCHAR)) END
        AS param_page_location,
    CASE WHEN v.name = 'purchase' THEN CAST(v.order_id AS VARCHAR) END AS ecommerce_transaction_id,
    CASE WHEN v.name = 'purchase' THEN CAST(v.total AS DOUBLE) END AS ecommerce_purchase_revenue,
    CASE WHEN v.name = 'purchase' AND v.currency = 'USD' THEN CAST(v.total AS DOUBLE) END
        AS ecommerce_purchase_revenue_in_usd,
    CASE WHEN v.name = 'purchase' THEN CAST(v.tax AS DOUBLE) END AS ecommerce_tax_value,
    CASE WHEN v.name = 'purchase' THEN CAST(v.shipping AS DOUBLE) END AS ecommerce_shipping_value,
    CASE WHEN v.name = 'purchase' THEN CAST(v.units AS BIGINT) END AS ecommerce_total_item_quantity,
    CAST(NULL AS DOUBLE) AS ecommerce_refund_value,
    CAST(NULL AS DOUBLE) AS ecommerce_refund_value_in_usd,
    CASE WHEN v.name = 'purchase' AND v.currency = 'USD' THEN CAST(v.total AS DOUBLE) END AS value_in_usd,
    false AS is_intraday,
    CAST(v.date AS TIMESTAMP) + INTERVAL '36 hours' AS _fivetran_synced
FROM placed v
