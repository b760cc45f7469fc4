INSERT INTO order_line (
  order_id, position, product_id, name, sku, vendor, quantity, unit_price, amount, discount, gift_card)
VALUES (
  :order, :position, :product, :name, :sku, :vendor, :quantity, :price, :amount, :discount, :gift_card)
