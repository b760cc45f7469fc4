-- When any message left last for an address, or for someone, but for this one.
SELECT max(body_at) AS at
  FROM outbox
 WHERE (address_hash = :hash OR customer_id = :customer)
   AND body_at IS NOT NULL AND state IN ('body', 'sent', 'uncertain') AND sending_id <> :sending
