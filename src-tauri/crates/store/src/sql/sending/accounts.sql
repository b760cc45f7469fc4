-- Accounts that were not taken away.
SELECT id, address, name, reply_to, preset, host, port, security, user_name, auth, client_id,
       per_second, per_minute, per_hour, per_day, reserve_percent, ramp_from, connections, per_connection,
       imap_host, imap_port, imap_security, imap_user, plus_addressing, one_click_url, page_until,
       paused_why, rests_until, slowed_to, created_at
  FROM mail_account
 WHERE deleted_at IS NULL
 ORDER BY id
