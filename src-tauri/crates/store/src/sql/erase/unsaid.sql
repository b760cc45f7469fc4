-- What no import says any more.
DELETE FROM said_record WHERE NOT EXISTS
  (SELECT 1 FROM import_sighting s WHERE s.said_id = said_record.id)
