-- What people did something with, and what it was sold as, once for each variant.
SELECT b.id, b.text, coalesce(c.title, '') AS title, coalesce(c.category, '') AS category,
       b.sold_as, v.sold_as AS variant_sold_as
  FROM behaviour_product b
  LEFT JOIN catalogue_product c ON c.id = b.catalogue_id
  LEFT JOIN catalogue_variant v ON v.product_id = b.catalogue_id
 ORDER BY b.id, v.position
