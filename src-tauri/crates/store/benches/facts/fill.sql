-- Numbers that look drawn by chance: multiples of primes.
BEGIN;
INSERT INTO import (id, state, applied_at) VALUES (1, 'applied', 0);
INSERT INTO import_file VALUES (1, 1, 0, 'a.csv', 'a.csv', x'00', 'shopify', 'orders',
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
INSERT INTO source (id, platform, name) VALUES (1, 'shopify', '');
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
  (SELECT 1 UNION ALL SELECT i + 1 FROM n, wanted WHERE i < orders) SELECT i FROM n;
INSERT INTO customer
SELECT i, 'p' || i || '@example.com', NULL, 'Ann', 'Of ' || i, '', '', '', '', '', '', '', '', NULL, NULL, 1
  FROM n, wanted WHERE i <= 1 + orders / 3;
INSERT INTO product SELECT i, 1, 'sku:T' || i, 'T' || i, 'Thing ' || i, 'Maker ' || (i % 200), 1
  FROM n WHERE i <= 20000;
INSERT INTO orders (id, source_id, external_id, number, placed_at, placed_day, currency, customer_id,
  customer_name, customer_key, email, phone, city, zip, region, country, gross, discounts, goods,
  gift_cards, shipping, tax, goods_tax, duties, tip, unexplained, total, refunded, goods_refunded,
  units, tax_included, is_test, gift_cards_only, fully_refunded, payment, cancelled_at,
  payment_method, discount_codes, channel, device, campaign, tags, content_hash, import_id,
  import_file_id)
SELECT i, 1, i, '#' || i, at, date(at / 1000, 'unixepoch'), 'EUR',
       CASE WHEN i % 7 > 0 THEN 1 + (i * 7919) % (1 + orders / 3) END, 'Ann Of ' || i, '',
       'p' || i || '@example.com', '', 'Berlin', '10115', 'Region ' || (i * 31 % 400),
       CASE i % 5 WHEN 0 THEN 'Germany' WHEN 1 THEN 'AT' ELSE 'DE' END,
       2000 + i * 104729 % 9000, 0, 2000 + i * 104729 % 9000, 0, 490, 0, 0, 0, 0, 0,
       2490 + i * 104729 % 9000, 0, 0, 3, 1, 0, 0, 0, 'paid', NULL,
       CASE i % 3 WHEN 0 THEN 'Card' ELSE 'PayPal' END,
       CASE WHEN i % 6 = 0 THEN 'CODE' || (i % 200) ELSE '' END,
       CASE i % 4 WHEN 0 THEN 'pos' ELSE 'web' END, '', '', '', randomblob(16), 1, 1
  FROM (SELECT i, orders, 1690000000000 + i * (94608000000 / orders) AS at FROM n, wanted);
INSERT INTO order_line
SELECT i, p, 1 + (i * 15485863 + p * 32452843) % 20000, 'Thing of some name', 'T' || (i % 20000),
       'Maker', 1, 100000, 700 + i % 3000, 0, 0
  FROM n, (SELECT 0 AS p UNION ALL SELECT 1 UNION ALL SELECT 2);
INSERT INTO day_sum
SELECT placed_day, currency, 8, count(*), sum(goods), sum(goods_tax), sum(total), sum(refunded),
       sum(goods_refunded), sum(units)
  FROM orders GROUP BY 1, 2;
COMMIT;
