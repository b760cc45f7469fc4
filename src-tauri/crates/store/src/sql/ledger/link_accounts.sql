-- Whom the words of each account mean: ids on platforms before addresses before numbers, as
-- customers are identified. A number is an identity only of someone without an address.
SELECT a.id, coalesce(
    (SELECT k.customer_id FROM ledger_account_word w
       JOIN customer_key k ON k.source_id = w.source_id AND k.external_id = w.word
      WHERE w.account_id = a.id AND w.kind = 'key' ORDER BY w.source_id, w.word LIMIT 1),
    (SELECT c.id FROM ledger_account_word w JOIN customer c ON c.email = w.word
      WHERE w.account_id = a.id AND w.kind = 'email' ORDER BY w.word LIMIT 1),
    (SELECT c.id FROM ledger_account_word w JOIN customer c ON c.phone = w.word
      WHERE w.account_id = a.id AND w.kind = 'phone' AND c.email IS NULL
      ORDER BY w.word, c.id LIMIT 1)) AS customer_id
  FROM ledger_account a
