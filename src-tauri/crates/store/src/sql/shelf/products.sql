-- Products with their variants, each product once in a row: the primary key of variants is
-- (product, position), so that neither side is sorted.
SELECT p.id, p.source_id, s.platform, p.external_id, p.title, p.vendor, p.category, p.tags, p.status,
       p.picture, p.url, p.gift_card,
       v.position, v.key, v.title AS variant, v.sku, v.currency, v.price, v.compare_at, v.cost, v.stock,
       v.picture AS variant_picture, v.sold_as
  FROM catalogue_product p JOIN source s ON s.id = p.source_id
  LEFT JOIN catalogue_variant v ON v.product_id = p.id
 ORDER BY p.id, v.position
