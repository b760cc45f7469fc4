-- Customers that an import brought, and who else speaks of them now that it is gone.
SELECT c.id,
       (SELECT min(h.import_id) FROM (
          SELECT min(o.import_id) AS import_id FROM orders o WHERE o.customer_id = c.id
          UNION ALL
          SELECT min(s.import_id) FROM import_customer s WHERE s.customer_id = c.id) h) AS heir,
       c.content_hash IS NULL AS is_guest,
       EXISTS (SELECT 1 FROM consent n
                WHERE n.customer_id = c.id AND n.state = 'unsubscribed') AS said_no
  FROM customer c
 WHERE c.import_id = :import
