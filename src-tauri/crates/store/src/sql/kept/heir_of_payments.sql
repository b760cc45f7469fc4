-- The next import that brought an order of the shop itself: what was said of payments goes on with it.
SELECT min(o.import_id) FROM orders o JOIN source s ON s.id = o.source_id
 WHERE o.import_id > :import
   AND (s.platform NOT IN (SELECT value FROM json_each(:services))
        OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id))
