-- Whatever kept it from being used was mended, or will be said again. The moment it was added stays.
UPDATE mail_account SET
  address = :address, name = :name, reply_to = :reply_to, preset = :preset, host = :host, port = :port,
  security = :security, user_name = :user_name, auth = :auth, client_id = :client_id,
  per_second = :per_second, per_minute = :per_minute, per_hour = :per_hour, per_day = :per_day,
  reserve_percent = :reserve_percent, ramp_from = :ramp_from, connections = :connections,
  per_connection = :per_connection, imap_host = :imap_host, imap_port = :imap_port,
  imap_security = :imap_security, imap_user = :imap_user, plus_addressing = :plus_addressing,
  -- Another page is asked for everything it noted.
  page_until = CASE WHEN one_click_url = :one_click_url THEN page_until END,
  -- Another domain says other things, and another provider has other keys.
  domain_looked_at = CASE WHEN address = :address AND preset = :preset THEN domain_looked_at END,
  domain_spf = CASE WHEN address = :address AND preset = :preset THEN domain_spf END,
  domain_dkim = CASE WHEN address = :address AND preset = :preset THEN domain_dkim END,
  domain_dmarc = CASE WHEN address = :address AND preset = :preset THEN domain_dmarc END,
  one_click_url = :one_click_url, paused_why = '', rests_until = NULL, slowed_to = NULL,
  created_at = coalesce(:now, created_at)
WHERE id = :id
