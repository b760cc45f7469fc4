-- The first person whose kept sum is not that of their lines.
WITH summed AS (
  SELECT a.holder_id, sum(l.points) AS points
    FROM ledger l JOIN ledger_account a ON a.id = l.account_id GROUP BY a.holder_id
)
SELECT 'account ' || coalesce(s.holder_id, h.account_id) || ' has ' || coalesce(h.points, 0)
         || ' points, its lines add up to ' || coalesce(s.points, 0)
  FROM summed s FULL JOIN ledger_holder h ON h.account_id = s.holder_id
 WHERE coalesce(s.points, 0) <> coalesce(h.points, 0)
 ORDER BY coalesce(s.holder_id, h.account_id) LIMIT 1
