-- What customers files that stand say of one person, in the order of reading.
SELECT s.import_id, s.is_repeat, s.accepts_email, s.accepts_sms, s.accepts_whats_app,
       s.email_said_at, i.applied_at,
       f.name || ', line ' || s.line AS proof
  FROM import_customer s
  JOIN import i ON i.id = s.import_id
  JOIN import_file f ON f.id = s.import_file_id
 WHERE s.customer_id = :customer AND (s.import_id, s.position) <= (:import, :row)
 ORDER BY s.import_id, s.position
