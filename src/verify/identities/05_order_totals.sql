-- An order's total is subtotal − discount + shipping + tax, and its revenue is the total without the tax.
SELECT order_id, subtotal, discount, shipping, tax, total, revenue
FROM data.orders
WHERE total <> subtotal - discount + shipping + tax
   OR revenue <> total - tax
