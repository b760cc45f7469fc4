-- All of them, or one.
SELECT id, word, name, subject, text, segment_id, segment_name, account_id, state, paused_by, paused_why,
       holdout_share, starts_at, quiet_from, quiet_until, late_minutes, created_at, planned_at, started_at,
       ended_at
  FROM sending
 WHERE :id IS NULL OR id = :id
 ORDER BY id DESC
