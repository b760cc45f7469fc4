-- Lines of carts name products by SKU; a line without one names nothing for sure. The first variant
-- with that SKU stands for it.
SELECT p.customer_id, t.catalogue_id, t.sold_as, b.kind, b.at
  FROM behaviour b
  JOIN behaviour_person p ON p.id = b.person_id
  JOIN behaviour_product t ON t.id = b.product_id
 WHERE p.customer_id IS NOT NULL
UNION ALL
SELECT c.customer_id,
       (SELECT v.product_id FROM catalogue_variant v WHERE v.sku = l.sku ORDER BY v.product_id LIMIT 1),
       NULL, 'cart', c.left_at
  FROM checkout c JOIN checkout_line l ON l.checkout_id = c.id
 WHERE c.customer_id IS NOT NULL AND l.sku <> ''
