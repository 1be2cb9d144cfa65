-- The shop's orders as its admin exports them: one line per order line, the order's own cells on its
-- first line only, moments in UTC with their offset.
WITH paid AS (
    SELECT order_id, min(paid_at) AS paid_at, sum(amount) AS amount FROM payments GROUP BY order_id
),
refunded AS (
    SELECT
        order_id,
        sum(amount) AS amount,
        max(CASE WHEN order_item_id IS NULL THEN refunded_at END) AS cancelled_at
    FROM refunds
    GROUP BY order_id
)
SELECT
    concat('#', CAST(n.order_number AS VARCHAR)) AS "Name",
    u.email AS "Email",
    CASE
        WHEN i.line_number > 1 THEN NULL
        WHEN o.status = 'cancelled' AND p.amount IS NULL THEN 'voided'
        WHEN f.amount >= p.amount THEN 'refunded'
        WHEN f.amount > 0 THEN 'partially_refunded'
        WHEN p.amount IS NULL THEN 'pending'
        ELSE 'paid'
    END AS "Financial Status",
    CASE WHEN i.line_number = 1 THEN to_char(p.paid_at, '%Y-%m-%d %H:%M:%S +0000') END AS "Paid at",
    CASE
        WHEN i.line_number > 1 THEN NULL
        WHEN o.delivered_on IS NULL THEN 'unfulfilled'
        ELSE 'fulfilled'
    END AS "Fulfillment Status",
    CASE WHEN i.line_number = 1 THEN CAST(o.delivered_on AS VARCHAR) || ' 00:00:00 +0000' END
        AS "Fulfilled at",
    CASE WHEN i.line_number = 1 THEN CASE WHEN u.marketing_consent THEN 'yes' ELSE 'no' END END
        AS "Accepts Marketing",
    CASE WHEN i.line_number = 1 THEN CAST(o.currency AS VARCHAR) END AS "Currency",
    CASE WHEN i.line_number = 1 THEN o.subtotal - o.discount END AS "Subtotal",
    CASE WHEN i.line_number = 1 THEN o.shipping END AS "Shipping",
    CASE WHEN i.line_number = 1 THEN o.tax END AS "Taxes",
    CASE WHEN i.line_number = 1 THEN o.total END AS "Total",
    CASE WHEN i.line_number = 1 THEN CAST(o.discount_code AS VARCHAR) END AS "Discount Code",
    CASE WHEN i.line_number = 1 THEN o.discount END AS "Discount Amount",
    CASE WHEN i.line_number = 1 THEN
        CASE WHEN o.shipping > 0 THEN 'Standard' ELSE 'Free Shipping' END
    END AS "Shipping Method",
    to_char(o.ordered_at, '%Y-%m-%d %H:%M:%S +0000') AS "Created at",
    i.quantity AS "Lineitem quantity",
    g.name AS "Lineitem name",
    i.unit_price AS "Lineitem price",
    CASE WHEN g.price > i.unit_price THEN g.price END AS "Lineitem compare at price",
    g.sku AS "Lineitem sku",
    'true' AS "Lineitem requires shipping",
    CASE WHEN r.tax_rate > 0 THEN 'true' ELSE 'false' END AS "Lineitem taxable",
    CASE WHEN o.delivered_on IS NULL THEN 'pending' ELSE 'fulfilled' END AS "Lineitem fulfillment status",
    CASE WHEN i.line_number = 1 THEN concat(u.first_name, ' ', u.last_name) END AS "Shipping Name",
    CASE WHEN i.line_number = 1 THEN t.name END AS "Shipping City",
    CASE WHEN i.line_number = 1 THEN CAST(r.country AS VARCHAR) END AS "Shipping Country",
    CASE WHEN i.line_number = 1 AND o.status = 'cancelled'
        THEN to_char(coalesce(f.cancelled_at, o.ordered_at), '%Y-%m-%d %H:%M:%S +0000')
    END AS "Cancelled at",
    CASE WHEN i.line_number = 1 THEN CAST(o.payment_method AS VARCHAR) END AS "Payment Method",
    CASE WHEN i.line_number = 1 THEN coalesce(f.amount, 0) END AS "Refunded Amount",
    CAST(g.brand AS VARCHAR) AS "Vendor",
    CASE WHEN i.line_number = 1 THEN o.order_id END AS "Id",
    CASE WHEN i.line_number = 1 THEN 'web' END AS "Source"
FROM order_items i
JOIN orders o ON o.order_id = i.order_id
JOIN _order_numbers n ON n.order_id = o.order_id
JOIN users u ON u.user_id = o.user_id
JOIN regions r ON r.region_id = o.region_id
JOIN cities t ON t.city_id = o.city_id
JOIN products g ON g.product_id = i.product_id
LEFT JOIN paid p ON p.order_id = o.order_id
LEFT JOIN refunded f ON f.order_id = o.order_id
ORDER BY o.ordered_at, o.order_id, i.line_number
