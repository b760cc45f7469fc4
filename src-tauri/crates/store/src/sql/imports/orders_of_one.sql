-- Orders that an import brought and no later one spoke of: they go with it.
INSERT INTO gone_order (id)
SELECT i.order_id FROM import_order i
 WHERE i.import_id = :import AND i.verdict = 'new' AND i.order_id > 0
   AND NOT EXISTS (SELECT 1 FROM import_order n
                    WHERE n.order_id = i.order_id AND n.import_id > :import)
