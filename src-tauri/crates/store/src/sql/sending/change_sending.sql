-- A draft alone; the moment that it was first written stays.
UPDATE sending SET
  name = :name, subject = :subject, text = :text, segment_id = :segment, segment_name = :segment_name,
  account_id = :account, holdout_share = :holdout, starts_at = :starts_at, quiet_from = :quiet_from,
  quiet_until = :quiet_until, late_minutes = :late, created_at = coalesce(created_at, :now)
WHERE id = :id
RETURNING id
