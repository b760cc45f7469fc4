-- The bits are those of core::OrderFlags. No ORDER BY: see facts.rs.
SELECT id, placed_at, placed_day, currency, customer_id, goods, discounts, goods_tax, total, gift_cards,
       shipping, tax, duties, tip, refunded, goods_refunded, units,
       is_test + 2 * (cancelled_at IS NOT NULL) + 4 * gift_cards_only + 8 * tax_included
         + 16 * fully_refunded AS flags
  FROM orders
