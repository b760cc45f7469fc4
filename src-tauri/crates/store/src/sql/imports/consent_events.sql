-- The history of one person on one channel, the ticks of their orders among it.
SELECT state, source, recorded_at, dated_at, import_id, id
  FROM consent
 WHERE customer_id = :customer AND channel = :channel AND voided_at IS NULL
UNION ALL
SELECT iif(accepts_marketing, 'subscribed', 'not_subscribed'), 'order', placed_at, placed_at, NULL, id
  FROM orders
 WHERE customer_id = :customer AND :channel = 'email' AND accepts_marketing IS NOT NULL
 ORDER BY recorded_at, import_id, id
