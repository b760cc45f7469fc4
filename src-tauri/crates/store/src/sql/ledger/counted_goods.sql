-- As points count orders.
SELECT customer_id, placed_day, goods FROM orders
 WHERE placed_day >= :from AND currency = :currency AND customer_id IS NOT NULL
   AND is_test = 0 AND cancelled_at IS NULL AND gift_cards_only = 0
   AND payment <> 'voided' AND payment <> 'expired'
