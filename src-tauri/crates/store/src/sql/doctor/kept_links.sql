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
  SELECT 'points of ' || b.external_id FROM points_balance b JOIN customer c ON c.id = b.customer_id
   WHERE c.email IS NOT b.email
     AND NOT EXISTS (SELECT 1 FROM customer_key k
                      WHERE k.customer_id = c.id AND k.external_id = b.customer_key)
  UNION ALL
  SELECT 'behaviour of ' || p.email FROM behaviour_person p JOIN customer c ON c.id = p.customer_id
   WHERE c.email IS NOT p.email)
 LIMIT 1
