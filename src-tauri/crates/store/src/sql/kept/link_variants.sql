-- A variant is the product of order lines with its SKU, else with its name as lines write it.
UPDATE catalogue_variant AS v SET sold_as = (
  SELECT coalesce(
    (SELECT p.id FROM product p WHERE p.source_id = c.source_id AND p.key = 'sku:' || v.sku),
    (SELECT p.id FROM product p
      WHERE p.source_id = c.source_id
        AND p.key = 'name:' || c.title || CASE v.title WHEN '' THEN '' ELSE ' - ' || v.title END))
    FROM catalogue_product c WHERE c.id = v.product_id)
