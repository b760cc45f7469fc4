-- A row of the ledger with whose it is, the order and the reward it is about, what it takes back,
-- and why. What takes back a spending is about the reward that was paid by it.
SELECT l.id, l.account_id, l.points, l.kind, l.recorded_at, l.effective_at, l.counts_from,
       l.order_id, l.part, l.rule, l.sequence, l.programme_id, l.reverses, l.lot_id,
       l.expires_at,
       a.customer_id, o.number AS order_number, o.goods AS order_goods,
       o.currency AS order_currency, e.reason, r.code, r.terms,
       b.points AS back_points, b.effective_at AS back_at, b.kind AS back_kind
  FROM ledger l
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_order k ON k.id = l.order_id
  LEFT JOIN orders o ON o.source_id = k.source_id AND o.external_id = k.external_id
  LEFT JOIN ledger_reason e ON e.row_id = l.id
  LEFT JOIN ledger b ON b.id = l.reverses
  LEFT JOIN reward r ON r.row_id IS NOT NULL AND r.row_id = coalesce(l.reverses, l.id)
 WHERE l.id = :id
