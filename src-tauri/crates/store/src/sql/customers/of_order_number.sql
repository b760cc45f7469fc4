SELECT DISTINCT o.customer_id
  FROM source s JOIN orders o ON o.source_id = s.id AND o.number >= :from AND o.number < :until
 WHERE o.customer_id IS NOT NULL
