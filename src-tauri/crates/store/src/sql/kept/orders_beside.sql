-- An order without lines is a payment that was taken for one.
SELECT
  EXISTS (SELECT 1 FROM orders o JOIN source s ON s.id = o.source_id
           WHERE s.platform = :platform
             AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)) AS own,
  EXISTS (SELECT 1 FROM orders o JOIN source s ON s.id = o.source_id
           WHERE s.platform <> :platform
              OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)) AS others
