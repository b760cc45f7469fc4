-- The first line of which more was taken back than it gave, more is left than was given, or that
-- gave back more than it took.
WITH taken AS (
  SELECT reverses AS id, sum(points) AS points FROM ledger WHERE reverses IS NOT NULL GROUP BY reverses
), expired AS (
  SELECT lot_id AS id, sum(points) AS points FROM ledger WHERE lot_id IS NOT NULL GROUP BY lot_id
)
SELECT 'line ' || l.id || ' of ' || l.points || ' points'
  FROM ledger l
  LEFT JOIN taken t ON t.id = l.id
  LEFT JOIN expired e ON e.id = l.id
  LEFT JOIN ledger_lot k ON k.row_id = l.id
 WHERE (t.points IS NOT NULL AND ((t.points > 0 AND l.points > 0) OR (t.points < 0 AND l.points < 0)
         OR abs(t.points) > abs(l.points)))
    OR coalesce(e.points, 0) > 0
    OR (l.points > 0 AND l.points + coalesce(t.points, 0) + coalesce(e.points, 0) < coalesce(k.points, 0))
    OR (l.points < 0 AND k.points IS NOT NULL)
 ORDER BY l.id LIMIT 1
