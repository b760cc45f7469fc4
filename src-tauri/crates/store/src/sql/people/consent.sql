-- All that was said on all channels, in the order in which it counts.
SELECT customer_id, channel, state, source, recorded_at, dated_at
  FROM consent
 WHERE voided_at IS NULL
 ORDER BY customer_id, recorded_at, import_id, id
