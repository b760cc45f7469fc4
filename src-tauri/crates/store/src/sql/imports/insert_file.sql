INSERT INTO import_file (
  import_id, position, name, path, content_hash, platform, kind, row_count, rows_new, rows_updated,
  rows_unchanged, rows_merged, rows_ignored, rows_rejected, orders_new, orders_updated,
  orders_unchanged, customers_new, customers_updated, customers_unchanged, products_new, newest_at)
VALUES (
  :import, :position, :name, :path, :content_hash, :platform, :kind, :rows, :rows_new, :rows_updated,
  :rows_unchanged, :rows_merged, :rows_ignored, :rows_rejected, :orders_new, :orders_updated,
  :orders_unchanged, :customers_new, :customers_updated, :customers_unchanged, :products_new,
  :newest_at)
