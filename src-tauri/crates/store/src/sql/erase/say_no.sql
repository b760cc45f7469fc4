INSERT INTO suppression (word_hash, channel, source, recorded_at, dated_at, proof)
SELECT :hash, channel, 'person', :now, :now, 'erased'
  FROM (SELECT 'email' AS channel UNION ALL SELECT 'sms' UNION ALL SELECT 'whats_app')
 WHERE true
    ON CONFLICT (word_hash, channel) DO UPDATE
   SET source = excluded.source, recorded_at = excluded.recorded_at, dated_at = excluded.dated_at,
       proof = excluded.proof
