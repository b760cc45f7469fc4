-- Refunds that lead to another order now: by its number, else by its id, else by a payment of it. Of
-- several orders of one number, the last one before the refund.
SELECT id, order_id FROM (
  SELECT r.id, r.attached_order_id AS before, coalesce(
    (SELECT o.id FROM orders o
      WHERE o.source_id = r.source_id AND o.number = r.order_ref AND o.currency = r.currency
      ORDER BY o.placed_at > r.refunded_at, abs(o.placed_at - r.refunded_at), o.external_id LIMIT 1),
    (SELECT o.id FROM orders o
      WHERE o.source_id = r.source_id AND o.external_id = r.order_ref AND o.currency = r.currency),
    (SELECT o.id FROM payment p JOIN orders o ON o.id = p.order_id
      WHERE p.source_id = r.source_id AND p.external_id = r.order_ref AND o.currency = r.currency)
  ) AS order_id
    FROM refund r WHERE r.source_id IS NOT NULL AND r.order_ref IS NOT NULL)
 WHERE before IS NOT order_id
