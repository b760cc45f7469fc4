-- About one of their messages, or about an address that one of their messages went to.
SELECT id, kind, verdict, sentence, outbox_id, address, said, arrived_at
  FROM inbox_event
 WHERE outbox_id IN (SELECT id FROM outbox WHERE customer_id = :customer)
    OR address_hash IN (SELECT address_hash FROM outbox WHERE customer_id = :customer AND address_hash IS NOT NULL)
 ORDER BY id DESC
