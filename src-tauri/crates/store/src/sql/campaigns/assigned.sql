-- Everyone who was given a part, as long as it is known who they are.
SELECT o.customer_id, p.part, p.code, o.state, o.body_at
  FROM campaign_person p
  JOIN outbox o ON o.id = p.outbox_id
 WHERE o.sending_id = :id AND o.customer_id IS NOT NULL
 ORDER BY o.id
