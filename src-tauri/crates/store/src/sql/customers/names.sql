-- Only where nothing else is known is a platform's own number looked up.
SELECT c.id AS id,
       CASE WHEN last_name <> '' OR first_name <> '' THEN trim(last_name || ' ' || first_name)
            WHEN company <> '' THEN company
            ELSE coalesce(email, phone,
                          (SELECT min(k.external_id) FROM customer_key k
                            WHERE k.customer_id = c.id AND k.external_id NOT GLOB 'erased:*'), '')
       END AS name
  FROM customer c
