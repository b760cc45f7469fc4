-- The ticks of orders.
SELECT customer_id, placed_at, id, accepts_marketing
  FROM orders
 WHERE accepts_marketing IS NOT NULL AND customer_id IS NOT NULL
