-- What imports said of the products of a source, product by product. In the order of the sightings:
-- the index of the products' ids at the platform would have them sorted.
SELECT s.record_id, s.said_id, s.said_hash
  FROM import_sighting s CROSS JOIN catalogue_product p ON p.id = s.record_id
 WHERE s.kind = 'products' AND +p.source_id = ?
 ORDER BY s.record_id
