-- In the order of the products: the index of their ids at the platform would have them sorted.
SELECT p.external_id, p.id, min(s.said_id), min(s.said_hash)
  FROM catalogue_product p CROSS JOIN import_sighting s ON s.kind = 'products' AND s.record_id = p.id
 WHERE +p.source_id = ?
 GROUP BY p.id
HAVING min(s.said_hash) = max(s.said_hash)
