-- Orders without lines of a payment service are payments that were taken for orders.
SELECT o.id, o.source_id, s.platform, o.customer_id, o.placed_at, o.placed_day, o.currency, o.total, o.email
  FROM orders o JOIN source s ON s.id = o.source_id
 WHERE s.platform IN (SELECT value FROM json_each(:services))
   AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)
 ORDER BY o.id
