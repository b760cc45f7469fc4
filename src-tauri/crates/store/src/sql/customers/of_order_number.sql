-- The few numbers are looked up by their index: the plus keeps the index of customers, which
-- would go through all orders, out of it, and CROSS JOIN keeps the sources first.
SELECT DISTINCT o.customer_id
  FROM source s CROSS JOIN orders o
    ON o.source_id = s.id AND o.number >= :from AND o.number < :until
 WHERE +o.customer_id IS NOT NULL
