-- A message of which someone waits has not ended.
SELECT 'message ' || s.id
  FROM sending s
 WHERE s.state IN ('draft', 'stopped', 'finished')
   AND EXISTS (SELECT 1 FROM outbox o WHERE o.sending_id = s.id AND o.state IN ('ready', 'claimed'))
 LIMIT 1
