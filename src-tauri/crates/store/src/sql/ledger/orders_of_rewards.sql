SELECT u.reward_id, o.id, o.number, o.placed_at, o.placed_day, o.customer_id, o.discount_codes
  FROM reward_use u
  JOIN ledger_order l ON l.id = u.order_id
  JOIN orders o ON o.source_id = l.source_id AND o.external_id = l.external_id
 ORDER BY u.reward_id, o.placed_at, o.id
