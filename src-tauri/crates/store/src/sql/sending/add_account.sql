INSERT INTO mail_account (
  id, address, name, reply_to, preset, host, port, security, user_name, auth, client_id,
  per_second, per_minute, per_hour, per_day, reserve_percent, ramp_from, connections, per_connection,
  imap_host, imap_port, imap_security, imap_user, plus_addressing, one_click_url, paused_why, created_at)
VALUES (
  :id, :address, :name, :reply_to, :preset, :host, :port, :security, :user_name, :auth, :client_id,
  :per_second, :per_minute, :per_hour, :per_day, :reserve_percent, :ramp_from, :connections, :per_connection,
  :imap_host, :imap_port, :imap_security, :imap_user, :plus_addressing, :one_click_url, '', :now)
