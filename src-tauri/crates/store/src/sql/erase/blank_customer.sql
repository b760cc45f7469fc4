-- The import that brought their first order speaks of them now.
UPDATE customer SET
  email = NULL, phone = NULL, first_name = '', last_name = '', company = '', address = '', city = '',
  zip = '', region = '', country = '', tags = '', note = '', birthday = '', named_at = NULL, content_hash = NULL,
  import_id = (SELECT min(o.import_id) FROM orders o WHERE o.customer_id = :id)
WHERE id = :id
