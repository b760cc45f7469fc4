-- Who is there already, by customer or by address, is left as they are.
INSERT OR IGNORE INTO outbox (
  sending_id, step, channel, customer_id, address_hash, address, name, country, state, reason, attempt,
  next_at, word, stage, said, updated_at)
VALUES (
  :sending, 0, 'email', :customer, :hash, :address, :name, :country, :state, :reason, 0,
  :next_at, :word, '', '', :now)
