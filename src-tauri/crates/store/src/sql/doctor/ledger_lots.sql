-- The first person whose lots, less what they owe, are not their points.
WITH summed AS (
  SELECT holder_id, sum(points) AS points FROM ledger_lot GROUP BY holder_id
)
SELECT 'account ' || coalesce(s.holder_id, h.account_id) || ' has ' || coalesce(h.points, 0)
         || ' points, ' || coalesce(s.points, 0) || ' of them left and ' || coalesce(h.owed, 0)
         || ' owed'
  FROM summed s FULL JOIN ledger_holder h ON h.account_id = s.holder_id
 WHERE coalesce(s.points, 0) - coalesce(h.owed, 0) <> coalesce(h.points, 0)
 ORDER BY coalesce(s.holder_id, h.account_id) LIMIT 1
