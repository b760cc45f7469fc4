-- All of them, or one.
SELECT sending_id, kind, audience, offer, document, other_document, other_share, ends_at, cap_days,
       window_days, worth_having, attribution_days, own_codes, exported_at, tested_at, tested_hash, copied_from
  FROM campaign
 WHERE :id IS NULL OR sending_id = :id
 ORDER BY sending_id DESC
