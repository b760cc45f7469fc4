-- With its former number where an undo puts it back, else with a new one.
INSERT INTO orders (
  id, source_id, external_id, number, placed_at, placed_day, currency, customer_id, customer_name,
  customer_key, email, phone, city, zip, region, country, gross, discounts, goods, gift_cards, shipping, tax, goods_tax,
  duties, tip, unexplained, total, refunded, goods_refunded, units, tax_included, is_test,
  gift_cards_only, fully_refunded, payment, cancelled_at, payment_method, discount_codes, channel,
  device, campaign, tags, accepts_marketing, content_hash, import_id, import_file_id)
VALUES (
  :id, :source_id, :external_id, :number, :placed_at, :placed_day, :currency, :customer_id,
  :customer_name, :customer_key, :email, :phone, :city, :zip, :region, :country, :gross, :discounts, :goods,
  :gift_cards, :shipping, :tax, :goods_tax, :duties, :tip, :unexplained, :total, :refunded,
  :goods_refunded, :units, :tax_included, :is_test, :gift_cards_only, :fully_refunded, :payment,
  :cancelled_at, :payment_method, :discount_codes, :channel, :device, :campaign, :tags, :accepts_marketing,
  :content_hash, :import_id, :import_file_id)
