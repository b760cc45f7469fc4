UPDATE orders SET
  customer_name = '', customer_key = :customer_key, email = '', phone = '', city = '', zip = '',
  region = '', tags = '', accepts_marketing = NULL, discount_codes = :codes, payment_method = :method,
  channel = :channel, device = :device, campaign = :campaign, content_hash = :hash
WHERE id = :id
