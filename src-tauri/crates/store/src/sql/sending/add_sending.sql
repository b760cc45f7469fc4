INSERT INTO sending (
  id, word, name, subject, text, segment_id, segment_name, account_id, state, paused_by, paused_why,
  holdout_share, starts_at, quiet_from, quiet_until, late_minutes, created_at)
VALUES (
  :id, randomblob(16), :name, :subject, :text, :segment, :segment_name, :account, 'draft', '', '',
  :holdout, :starts_at, :quiet_from, :quiet_until, :late, :now)
RETURNING id
