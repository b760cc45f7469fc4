-- The bits are those of core::OrderFlags. A walk along the rows as they lie: what comes out is
-- sorted by time in memory.
SELECT id, placed_at, placed_day, currency, customer_id, goods, discounts, goods_tax, total, gift_cards,
       shipping, tax, duties, tip, refunded, goods_refunded, units,
       is_test + 2 * (cancelled_at IS NOT NULL) + 4 * gift_cards_only + 8 * tax_included
         + 16 * fully_refunded AS flags,
       source_id, channel, device, campaign, country, region, payment_method, discount_codes
  FROM orders WHERE id BETWEEN :first AND :last ORDER BY id
