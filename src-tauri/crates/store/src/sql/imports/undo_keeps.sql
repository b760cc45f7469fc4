-- What stays when an import is undone, since something later depends on it.
SELECT
  (SELECT count(*) FROM import_order o
    WHERE o.import_id = :import AND o.verdict = 'new' AND o.order_id > 0
      AND EXISTS (SELECT 1 FROM import_order later
                   WHERE later.order_id = o.order_id AND later.import_id > :import)) AS orders,
  (SELECT count(*) FROM customer c
    WHERE c.import_id = :import
      AND (EXISTS (SELECT 1 FROM import_customer s
                    WHERE s.customer_id = c.id AND s.import_id <> :import)
           OR EXISTS (SELECT 1 FROM orders o
                       WHERE o.customer_id = c.id
                         AND EXISTS (SELECT 1 FROM import_order seen
                                      WHERE seen.order_id = o.id AND seen.import_id <> :import)))) AS customers,
  (SELECT count(DISTINCT customer_id) FROM consent
    WHERE import_id = :import AND state = 'unsubscribed') AS noes,
  (SELECT count(*) FROM import_sighting s
    WHERE s.import_id = :import
      AND EXISTS (SELECT 1 FROM import_sighting other
                   WHERE other.kind = s.kind AND other.record_id = s.record_id
                     AND other.import_id <> :import)) AS records,
  (SELECT count(*) FROM customer_pair p
    WHERE p.verdict = 'one' AND p.taken_back_at IS NULL
      AND EXISTS (SELECT 1 FROM customer_pair_word w
                   WHERE w.pair_id = p.id
                     AND (EXISTS (SELECT 1 FROM import_customer s
                                   WHERE w.kind = 'email' AND s.email = w.word AND s.import_id = :import)
                          OR EXISTS (SELECT 1 FROM import_customer s
                                      WHERE w.kind = 'key' AND s.source_id = w.source_id
                                        AND s.external_id = w.word AND s.import_id = :import)
                          OR EXISTS (SELECT 1 FROM customer c JOIN orders o ON o.customer_id = c.id
                                      WHERE w.kind = 'email' AND c.email = w.word
                                        AND o.import_id = :import)))) AS joinings
