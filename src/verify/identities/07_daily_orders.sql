-- business_daily's orders, new customers, units and money are those of the orders of its day and region.
SELECT date, region_id,
       sum(a_orders) AS orders, sum(b_orders) AS counted_orders,
       sum(a_new) AS new_customers, sum(b_new) AS counted_new_customers,
       sum(a_cancelled) AS cancelled_orders, sum(b_cancelled) AS counted_cancelled_orders,
       sum(a_units) AS units, sum(b_units) AS counted_units,
       sum(gross_sales) AS gross_sales_difference, sum(discounts) AS discounts_difference,
       sum(shipping) AS shipping_difference, sum(tax) AS tax_difference, sum(revenue) AS revenue_difference
FROM (
    SELECT date, region_id,
           orders AS a_orders, 0 AS b_orders, new_customers AS a_new, 0 AS b_new,
           cancelled_orders AS a_cancelled, 0 AS b_cancelled, units AS a_units, 0 AS b_units,
           gross_sales, discounts, shipping, tax, revenue
    FROM data.business_daily
    UNION ALL
    SELECT date, region_id,
           0, 1, 0, CASE WHEN is_new_customer THEN 1 ELSE 0 END,
           0, CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END, 0, units,
           -subtotal, -discount, -shipping, -tax, -revenue
    FROM data.orders
) AS reported_and_counted
GROUP BY date, region_id
HAVING sum(a_orders) <> sum(b_orders) OR sum(a_new) <> sum(b_new)
    OR sum(a_cancelled) <> sum(b_cancelled) OR sum(a_units) <> sum(b_units)
    OR sum(gross_sales) <> 0 OR sum(discounts) <> 0 OR sum(shipping) <> 0 OR sum(tax) <> 0 OR sum(revenue) <> 0
