-- A variant is the product of order lines with its SKU, else with its name as lines write it. Only
-- those are written that are another one than before.
UPDATE catalogue_variant AS v SET sold_as = now.sold_as
  FROM (
    SELECT v.product_id, v.position, coalesce(
        (SELECT p.id FROM product p WHERE p.source_id = c.source_id AND p.key = 'sku:' || v.sku),
        (SELECT p.id FROM product p
          WHERE p.source_id = c.source_id
            AND p.key = 'name:' || c.title || CASE v.title WHEN '' THEN '' ELSE ' - ' || v.title END)
      ) AS sold_as
      FROM catalogue_variant v JOIN catalogue_product c ON c.id = v.product_id) AS now
 WHERE v.product_id = now.product_id AND v.position = now.position AND v.sold_as IS NOT now.sold_as
