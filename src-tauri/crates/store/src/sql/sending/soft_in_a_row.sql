-- Whether the last three messages that came to an end at an address all failed for its mailbox.
SELECT count(*) = 3 AND min(reason = 'mailbox_full') = 1
  FROM (SELECT reason FROM outbox
         WHERE address_hash = :hash AND state IN ('sent', 'failed')
         ORDER BY updated_at DESC, id DESC LIMIT 3)
