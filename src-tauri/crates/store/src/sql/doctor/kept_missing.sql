SELECT 'import ' || s.import_id || ': ' || s.kind || ' ' || s.record_id
  FROM import_sighting s JOIN import i ON i.id = s.import_id
 WHERE i.state = 'reverted'
    OR NOT CASE s.kind
         WHEN 'products' THEN EXISTS (SELECT 1 FROM catalogue_product WHERE id = s.record_id)
         WHEN 'checkouts' THEN EXISTS (SELECT 1 FROM checkout WHERE id = s.record_id)
         WHEN 'payments' THEN EXISTS (SELECT 1 FROM payment WHERE id = s.record_id)
         WHEN 'refunds' THEN EXISTS (SELECT 1 FROM refund WHERE id = s.record_id AND order_id IS NULL)
         WHEN 'balances' THEN EXISTS (SELECT 1 FROM points_balance WHERE id = s.record_id)
         ELSE EXISTS (SELECT 1 FROM behaviour WHERE id = s.record_id)
       END
 LIMIT 1
