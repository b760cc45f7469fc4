-- Of those customers, who has no orders, and whose address, number or id no row of a customers file
-- says.
INSERT INTO gone_guest (id)
SELECT c.id FROM touched_guest t JOIN customer c ON c.id = t.id
 WHERE c.content_hash IS NULL
   AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
   AND NOT EXISTS (SELECT 1 FROM import_customer s WHERE s.customer_id = c.id)
   AND NOT EXISTS (SELECT 1 FROM customer_key k JOIN import_customer s
                       ON s.source_id = k.source_id AND s.external_id = k.external_id
                    WHERE k.customer_id = c.id)
   AND NOT EXISTS (SELECT 1 FROM import_customer s WHERE s.email = c.email)
   AND NOT EXISTS (SELECT 1 FROM import_customer s WHERE s.phone = c.phone)
