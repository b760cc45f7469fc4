-- The first line that spent points on no reward, or reward whose line is none that spends.
SELECT coalesce('line ' || l.id, 'reward ' || r.code)
  FROM (SELECT id, account_id FROM ledger WHERE kind = 'redeem') l
  FULL JOIN (SELECT code, row_id, account_id FROM reward WHERE row_id IS NOT NULL) r ON r.row_id = l.id
 WHERE l.id IS NULL OR r.row_id IS NULL OR l.account_id <> r.account_id
 ORDER BY coalesce(l.id, r.row_id) LIMIT 1
