-- Order lines in cents, with the share of the order's discount and tax that falls on each: the order's
-- discount goes by the lines' prices, its tax by what is left of them and by shipping. Shares are
-- differences of rounded-down running sums, so they add up to the order's figures.
-- One row per order line.
WITH lines AS (
    SELECT
        i.order_item_id, i.order_id, i.line_number, i.product_id, i.quantity, i.unit_price, i.line_total,
        CAST(i.line_total * 100 AS BIGINT) AS cents,
        CAST(sum(i.line_total) OVER (PARTITION BY i.order_id ORDER BY i.line_number) * 100 AS BIGINT)
            AS cents_run,
        CAST(o.subtotal * 100 AS BIGINT) AS subtotal_cents,
        CAST(o.discount * 100 AS BIGINT) AS discount_cents,
        CAST(o.tax * 100 AS BIGINT) AS tax_cents,
        CAST((o.subtotal - o.discount + o.shipping) * 100 AS BIGINT) AS taxed_cents
    FROM order_items i
    JOIN orders o ON o.order_id = i.order_id
),
discounted AS (
    SELECT
        *,
        discount_cents * cents_run / greatest(subtotal_cents, 1)
            - discount_cents * (cents_run - cents) / greatest(subtotal_cents, 1) AS line_discount,
        cents_run - discount_cents * cents_run / greatest(subtotal_cents, 1) AS net_run,
        cents_run - cents
            - discount_cents * (cents_run - cents) / greatest(subtotal_cents, 1) AS net_before
    FROM lines
)
SELECT
    order_item_id, order_id, line_number, product_id, quantity, unit_price, line_total,
    cents,
    line_discount AS discount_cents,
    net_run - net_before AS net_cents,
    tax_cents * net_run / greatest(taxed_cents, 1)
        - tax_cents * net_before / greatest(taxed_cents, 1) AS tax_cents
FROM discounted
