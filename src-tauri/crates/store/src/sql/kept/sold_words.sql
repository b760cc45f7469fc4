-- What a product of order lines may be called by, the surest first.
SELECT word, id FROM (
  SELECT sku AS word, id, 1 AS rank FROM product WHERE sku <> ''
  UNION ALL
  SELECT v.sku, v.sold_as, 1 FROM catalogue_variant v WHERE v.sku IS NOT NULL AND v.sold_as IS NOT NULL
  UNION ALL
  SELECT name, id, 2 FROM product
  UNION ALL
  SELECT c.external_id, v.sold_as, 3
    FROM catalogue_variant v JOIN catalogue_product c ON c.id = v.product_id WHERE v.sold_as IS NOT NULL
  UNION ALL
  SELECT c.title, v.sold_as, 4
    FROM catalogue_variant v JOIN catalogue_product c ON c.id = v.product_id
   WHERE v.sold_as IS NOT NULL AND c.title IS NOT NULL)
 ORDER BY rank, id
