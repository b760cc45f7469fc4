-- Whoever is due first; of those who are due at once, in the order they were planned.
SELECT id, customer_id, address, address_hash, name, country, word, attempt, first_at, next_at
  FROM outbox
 WHERE sending_id = :sending AND state = 'ready'
 ORDER BY next_at, id
 LIMIT 1
