-- As balances are linked with customers.
SELECT EXISTS (SELECT 1 FROM customer WHERE email = :email)
    OR (:key <> '' AND 1 = (SELECT count(DISTINCT customer_id) FROM customer_key
                             WHERE source_id IN (SELECT id FROM source) AND external_id = :key))
