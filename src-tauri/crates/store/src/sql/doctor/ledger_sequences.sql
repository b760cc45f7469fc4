-- The first line that was given again for an order while what was given before stands.
SELECT 'line ' || later.id || ' for order ' || o.external_id
  FROM ledger later
  JOIN ledger_order o ON o.id = later.order_id
 WHERE later.reverses IS NULL AND later.sequence > 0
   AND NOT EXISTS (SELECT 1 FROM ledger b
                    WHERE b.order_id = later.order_id AND b.rule = later.rule AND b.part = later.part
                      AND b.sequence = later.sequence - 1 AND b.order_id IS NOT NULL AND b.reverses IS NULL
                      AND b.points = -(SELECT coalesce(sum(r.points), 0) FROM ledger r
                                        WHERE r.reverses = b.id AND r.reverses IS NOT NULL))
 ORDER BY later.id LIMIT 1
