-- What imports said of carts or payments, with the shop of which the record is.
SELECT DISTINCT r.id AS said_id, r.said, s.record_id, coalesce(c.source_id, p.source_id) AS source_id
  FROM import_sighting s
  JOIN said_record r ON r.id = s.said_id
  LEFT JOIN checkout c ON s.kind = 'checkouts' AND c.id = s.record_id
  LEFT JOIN payment p ON s.kind = 'payments' AND p.id = s.record_id
 WHERE s.kind = :kind
