INSERT INTO catalogue_variant (
  product_id, position, key, title, sku, barcode, currency, price, compare_at, cost, stock, picture)
VALUES (
  :product, :position, :key, :title, :sku, :barcode, :currency, :price, :compare_at, :cost, :stock,
  :picture)
