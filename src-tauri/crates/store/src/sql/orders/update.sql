-- The import that brought it stays its owner; the file it reads as is the new one.
UPDATE orders SET
  external_id = :external_id, number = :number, placed_at = :placed_at, placed_day = :placed_day,
  currency = :currency, customer_id = :customer_id, customer_name = :customer_name,
  customer_key = :customer_key, email = :email,
  phone = :phone, city = :city, zip = :zip, region = :region, country = :country, gross = :gross,
  discounts = :discounts, goods = :goods, gift_cards = :gift_cards, shipping = :shipping, tax = :tax,
  goods_tax = :goods_tax, duties = :duties, tip = :tip, unexplained = :unexplained, total = :total,
  refunded = :refunded, goods_refunded = :goods_refunded, refunded_own = NULL, units = :units,
  tax_included = :tax_included, is_test = :is_test, gift_cards_only = :gift_cards_only,
  fully_refunded = :fully_refunded, payment = :payment, cancelled_at = :cancelled_at,
  payment_method = :payment_method, discount_codes = :discount_codes, channel = :channel,
  device = :device, campaign = :campaign,
  tags = :tags, accepts_marketing = :accepts_marketing, content_hash = :content_hash,
  import_file_id = :import_file_id
WHERE id = :id
