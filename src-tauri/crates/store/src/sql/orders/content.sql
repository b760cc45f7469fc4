-- An order by its key with the newest moment of the file that it reads as now.
SELECT o.*, f.newest_at
  FROM orders o
  JOIN import_file f ON f.id = o.import_file_id
 WHERE o.id = :id
