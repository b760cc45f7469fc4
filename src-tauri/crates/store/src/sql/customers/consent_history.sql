-- What a person said about messages, the ticks of their orders among it.
SELECT channel, state, source, recorded_at, dated_at, proof, '' AS number
  FROM consent
 WHERE customer_id = :id AND voided_at IS NULL
UNION ALL
SELECT 'email', iif(accepts_marketing, 'subscribed', 'not_subscribed'), 'order', placed_at, placed_at, '', number
  FROM orders
 WHERE customer_id = :id AND accepts_marketing IS NOT NULL
