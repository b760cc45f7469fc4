INSERT INTO customer_search (rowid, words)
SELECT id, first_name || ' ' || last_name || ' ' || company || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')
  FROM customer WHERE id > :known_to
