-- What two addresses did alike is seen by the imports of both.
INSERT OR IGNORE INTO import_sighting (import_id, kind, record_id, import_file_id)
SELECT s.import_id, s.kind, k.id, s.import_file_id
  FROM behaviour b
  JOIN import_sighting s ON s.kind = 'behaviour' AND s.record_id = b.id
  JOIN behaviour k ON k.person_id = :to AND k.product_id = b.product_id AND k.kind = b.kind
                  AND k.at = b.at AND k.source_id = b.source_id
 WHERE b.person_id = :from
