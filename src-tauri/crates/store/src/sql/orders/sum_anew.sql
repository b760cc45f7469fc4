-- The bits are those of core::OrderFlags.
DELETE FROM day_sum;
INSERT INTO day_sum (day, currency, flags, orders, goods, goods_tax, total, refunded, goods_refunded, units)
SELECT placed_day, currency,
       is_test + 2 * (cancelled_at IS NOT NULL) + 4 * gift_cards_only + 8 * tax_included
         + 16 * fully_refunded,
       count(*), sum(goods), sum(goods_tax), sum(total), sum(refunded), sum(goods_refunded), sum(units)
  FROM orders GROUP BY 1, 2, 3;
