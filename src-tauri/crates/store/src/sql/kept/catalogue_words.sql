-- What a product of the catalogue may be called by, the surest first.
SELECT word, id FROM (
  SELECT v.sku AS word, v.product_id AS id, 1 AS rank FROM catalogue_variant v WHERE v.sku IS NOT NULL
  UNION ALL
  SELECT external_id, id, 2 FROM catalogue_product
  UNION ALL
  SELECT url, id, 3 FROM catalogue_product WHERE url IS NOT NULL
  UNION ALL
  SELECT title, id, 4 FROM catalogue_product WHERE title IS NOT NULL)
 ORDER BY rank, id
