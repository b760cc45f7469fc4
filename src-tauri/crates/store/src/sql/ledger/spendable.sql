-- All rows of a person, less what counts later only.
SELECT a.customer_id, h.points - coalesce(l.points, 0) AS points
  FROM ledger_account a
  JOIN ledger_holder h ON h.account_id = a.holder_id
  LEFT JOIN (SELECT holder_id, sum(points) AS points FROM ledger_lot
              WHERE counts_from > :now GROUP BY holder_id) l ON l.holder_id = h.account_id
 WHERE a.customer_id IS NOT NULL
