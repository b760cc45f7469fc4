SELECT bad FROM (
  SELECT 'product ' || external_id AS bad FROM catalogue_product r
   WHERE NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'products' AND s.record_id = r.id)
  UNION ALL
  SELECT 'checkout ' || number FROM checkout r
   WHERE NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'checkouts' AND s.record_id = r.id)
  UNION ALL
  SELECT 'payment ' || external_id FROM payment r
   WHERE NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'payments' AND s.record_id = r.id)
  UNION ALL
  SELECT 'refund ' || external_id FROM refund r
   WHERE external_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'refunds' AND s.record_id = r.id)
  UNION ALL
  SELECT 'points of ' || external_id FROM points_balance r
   WHERE NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'balances' AND s.record_id = r.id)
  UNION ALL
  SELECT 'behaviour ' || id FROM behaviour r
   WHERE NOT EXISTS (SELECT 1 FROM import_sighting s WHERE s.kind = 'behaviour' AND s.record_id = r.id))
 LIMIT 1
