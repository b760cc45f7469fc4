-- What order lines sold, with what the products file says of it, once for each variant that is it.
SELECT p.id, p.name, p.sku, p.vendor, c.vendor AS made_by, c.category, c.tags
  FROM product p
  LEFT JOIN catalogue_variant v ON v.sold_as = p.id
  LEFT JOIN catalogue_product c ON c.id = v.product_id
 ORDER BY p.id, v.product_id, v.position
