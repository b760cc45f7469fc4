-- A product whose import is gone belongs to the first that still sells it, by its name there.
UPDATE product SET (import_id, name, vendor) = (
  SELECT o.import_id, l.name, l.vendor
    FROM order_line l JOIN orders o ON o.id = l.order_id
   WHERE l.product_id = product.id
   ORDER BY o.import_id, o.id, l.position LIMIT 1)
WHERE import_id = :import
