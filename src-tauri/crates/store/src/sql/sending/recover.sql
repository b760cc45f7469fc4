-- What was on its way when the run before ended, by the index of such; and of messages that go out, those
-- of whom a journal outside the file may know more than an older copy of it. Of messages that have ended
-- nobody is written to before they are taken up again. What came back stays what it is.
SELECT id, word, state
  FROM outbox
 WHERE state IN ('claimed', 'body')
UNION ALL
SELECT id, word, state
  FROM outbox
 WHERE sending_id IN (SELECT id FROM sending WHERE state IN ('planned', 'running', 'paused'))
   AND state IN ('ready', 'uncertain', 'failed', 'skipped')
   AND reason <> 'came_back' AND address_hash IS NOT NULL
