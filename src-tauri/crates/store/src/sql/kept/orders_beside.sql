-- Orders without lines of a payment service are payments that were taken for orders.
WITH payment_order AS (
  SELECT s.platform FROM orders o JOIN source s ON s.id = o.source_id
   WHERE s.platform IN (SELECT value FROM json_each(:services))
     AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)
)
SELECT
  EXISTS (SELECT 1 FROM payment_order WHERE platform = :platform) AS own,
  (SELECT count(*) FROM orders) > (SELECT count(*) FROM payment_order) AS others,
  EXISTS (SELECT 1 FROM set_aside a JOIN source s ON s.id = a.source_id
           WHERE s.platform = :platform) AS set_aside
