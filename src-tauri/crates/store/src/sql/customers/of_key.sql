-- As of_order_number.sql. Who was erased is not found by what stands in their number's place.
SELECT DISTINCT k.customer_id
  FROM source s CROSS JOIN customer_key k
    ON k.source_id = s.id AND k.external_id >= :from AND k.external_id < :until
 WHERE k.external_id NOT GLOB 'erased:*'
