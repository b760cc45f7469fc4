-- One order as the sums that its day has from it.
SELECT placed_day AS day, currency,
       is_test + 2 * (cancelled_at IS NOT NULL) + 4 * gift_cards_only + 8 * tax_included
         + 16 * fully_refunded AS flags,
       1 AS orders, goods, goods_tax, total, refunded, goods_refunded, units, customer_id
  FROM orders WHERE id = :id
