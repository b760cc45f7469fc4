-- Also those of addresses that they do not have any more.
UPDATE outbox SET
  customer_id = NULL, address = '', name = '', country = '', said = '',
  reason = iif(state = 'ready', 'erased', reason), state = iif(state = 'ready', 'skipped', state), updated_at = :now
WHERE customer_id = :id
