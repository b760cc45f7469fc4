-- What order lines sold, with what the products file says of it, once for each variant that is it.
-- A price in another currency than the shop's is none.
SELECT p.id, p.name, p.sku, p.vendor, c.vendor AS made_by, c.category,
       CASE WHEN coalesce(v.currency, s.currency) = s.currency THEN v.price END AS price,
       CASE WHEN coalesce(v.currency, s.currency) = s.currency THEN v.cost END AS cost
  FROM product p
  JOIN shop s
  LEFT JOIN catalogue_variant v ON v.sold_as = p.id
  LEFT JOIN catalogue_product c ON c.id = v.product_id
 ORDER BY p.id, v.product_id, v.position
