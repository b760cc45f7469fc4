-- As points count orders.
SELECT id, number, placed_at, placed_day, customer_id, discount_codes FROM orders
 WHERE discount_codes <> '' AND placed_at >= :since
   AND is_test = 0 AND cancelled_at IS NULL AND gift_cards_only = 0
   AND payment <> 'voided' AND payment <> 'expired'
 ORDER BY placed_at, id
