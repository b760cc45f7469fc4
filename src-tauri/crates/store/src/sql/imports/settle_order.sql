-- Who brought it, and the file it reads as: from the sightings that are left.
UPDATE orders SET
  import_id = (SELECT min(s.import_id) FROM import_order s WHERE s.order_id = :id),
  import_file_id = (SELECT s.import_file_id FROM import_order s
                     WHERE s.order_id = :id AND s.verdict <> 'unchanged'
                     ORDER BY s.import_id DESC LIMIT 1)
WHERE id = :id
