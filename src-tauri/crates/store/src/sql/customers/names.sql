SELECT id,
       CASE WHEN last_name <> '' OR first_name <> '' THEN trim(last_name || ' ' || first_name)
            WHEN company <> '' THEN company
            ELSE coalesce(email, phone, '') END AS name
  FROM customer
