UPDATE payment SET
  occurred_at = :occurred_at, kind = :kind, status = :status, currency = :currency,
  amount = :amount, refunded = :refunded, refunded_at = :refunded_at, fee = :fee,
  fee_currency = :fee_currency, method = :method, email = :email, name = :name,
  order_ref = :order_ref, order_text = :order_text, payment_ref = :payment_ref
WHERE id = :id
