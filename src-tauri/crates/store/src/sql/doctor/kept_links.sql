SELECT bad FROM (
  SELECT 'payment ' || p.external_id AS bad FROM payment p JOIN orders o ON o.id = p.order_id
   WHERE o.currency <> p.currency AND o.source_id <> p.source_id
  UNION ALL
  SELECT 'refund ' || r.external_id FROM refund r JOIN orders o ON o.id = r.attached_order_id
   WHERE o.currency <> r.currency
  UNION ALL
  SELECT 'checkout ' || k.number FROM checkout k JOIN customer c ON c.id = k.customer_id
   WHERE c.email IS NOT k.email
  UNION ALL
  SELECT 'behaviour of ' || p.email FROM behaviour_person p JOIN customer c ON c.id = p.customer_id
   WHERE c.email IS NOT p.email)
 LIMIT 1
