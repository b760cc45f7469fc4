-- The first line that takes back, or lets expire, what is another account's or no such line.
SELECT 'line ' || l.id
  FROM ledger l
  LEFT JOIN ledger r ON r.id = l.reverses
  LEFT JOIN ledger lot ON lot.id = l.lot_id
 WHERE (l.reverses IS NOT NULL AND (r.account_id <> l.account_id OR r.reverses IS NOT NULL
         OR (l.kind = 'unredeem') <> (r.kind = 'redeem')))
    OR (l.lot_id IS NOT NULL AND (lot.account_id <> l.account_id OR lot.points < 0
         OR lot.reverses IS NOT NULL))
 ORDER BY l.id LIMIT 1
