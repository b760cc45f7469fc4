-- No OR ABORT, which would copy every page that it changes first: whatever fails here ends the whole
-- transaction.
INSERT OR FAIL INTO order_line (
  order_id, position, product_id, name, sku, vendor, quantity, unit_price, amount, discount, gift_card)
VALUES
