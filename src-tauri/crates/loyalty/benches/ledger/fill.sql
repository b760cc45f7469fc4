-- Numbers that look drawn by chance: multiples of primes. Every ninth order was partly paid back.
BEGIN;
INSERT INTO import (id, state, applied_at) VALUES (1, 'applied', 0);
INSERT INTO import_file (id, import_id, position, name, path, content_hash, platform, kind, row_count,
  rows_new, rows_updated, rows_unchanged, rows_merged, rows_ignored, rows_rejected, orders_new,
  orders_updated, orders_unchanged, customers_new, customers_updated, customers_unchanged, products_new)
VALUES (1, 1, 0, 'a.csv', 'a.csv', x'00', 'shopify', 'orders', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO source (id, platform, name) VALUES (1, 'shopify', '');
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
  (SELECT 1 UNION ALL SELECT i + 1 FROM n, wanted WHERE i < orders) SELECT i FROM n;
INSERT INTO customer (id, email, first_name, last_name, company, address, city, zip, region, country,
  tags, note, import_id)
SELECT i, 'p' || i || '@example.com', 'Ann', 'Of ' || i, '', '', '', '', '', '', '', '', 1
  FROM n, wanted WHERE i <= people;
INSERT INTO orders (id, source_id, external_id, number, placed_at, placed_day, currency, customer_id,
  customer_name, customer_key, email, phone, city, zip, region, country, gross, discounts, goods,
  gift_cards, shipping, tax, goods_tax, duties, tip, unexplained, total, refunded, goods_refunded,
  units, tax_included, is_test, gift_cards_only, fully_refunded, payment, cancelled_at,
  payment_method, discount_codes, channel, device, campaign, tags, content_hash, import_id,
  import_file_id)
SELECT i, 1, 5500000000 + i * 1024, '#' || i, at, date(at / 1000, 'unixepoch'), 'EUR',
       1 + (i * 7919) % people, 'Ann Of ' || i, '', 'p' || i || '@example.com', '', 'Berlin', '10115',
       '', 'DE', 2000 + i * 104729 % 9000, 0, 2000 + i * 104729 % 9000, 0, 490, 0, 0, 0, 0, 0,
       2490 + i * 104729 % 9000, back, back, 3, 1, 0, 0, 0, 'paid', NULL, 'Card', '', 'web', '', '', '',
       randomblob(16), 1, 1
  FROM (SELECT i, orders, people, 1688000000000 + i * (94608000000 / orders) AS at,
               CASE WHEN i % 9 = 0 THEN 500 ELSE 0 END AS back FROM n, wanted);
INSERT INTO refund (order_id, refunded_at, currency, amount, goods_amount, import_id)
SELECT id, NULL, 'EUR', refunded, goods_refunded, 1 FROM orders WHERE refunded > 0;
COMMIT;
