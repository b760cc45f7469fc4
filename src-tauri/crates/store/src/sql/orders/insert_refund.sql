-- With its former number where an undo puts it back, else with a new one.
INSERT INTO refund (id, order_id, refunded_at, currency, amount, goods_amount, import_id)
VALUES (:id, :order, NULL, :currency, :amount, :goods, :import)
