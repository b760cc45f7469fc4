-- Sums of days that are not those of their orders, on either side.
WITH summed AS (
  SELECT placed_day AS day, currency,
         is_test + 2 * (cancelled_at IS NOT NULL) + 4 * gift_cards_only + 8 * tax_included
           + 16 * fully_refunded AS flags,
         count(*) AS orders, sum(goods) AS goods, sum(goods_tax) AS goods_tax, sum(total) AS total,
         sum(refunded) AS refunded, sum(goods_refunded) AS goods_refunded, sum(units) AS units
    FROM orders GROUP BY 1, 2, 3
), stored AS (
  SELECT day, currency, flags, orders, goods, goods_tax, total, refunded, goods_refunded, units
    FROM day_sum
)
SELECT day || ' in ' || currency FROM (
  SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM stored)
  UNION ALL
  SELECT * FROM (SELECT * FROM stored EXCEPT SELECT * FROM summed)
) LIMIT 1
