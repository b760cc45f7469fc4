SELECT f.name AS file, s.line, i.applied_at, p.profile
  FROM import_customer s
  JOIN import i ON i.id = s.import_id
  JOIN import_file f ON f.id = s.import_file_id
  JOIN said_profile p ON p.hash = s.profile_hash
 WHERE s.customer_id = :id
 ORDER BY s.import_id, s.position
