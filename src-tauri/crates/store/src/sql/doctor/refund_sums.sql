-- Of an order, its own refunds and what refunds of their own come to: the greater of the two.
WITH own AS (
  SELECT order_id, sum(amount) AS amount, sum(goods_amount) AS goods
    FROM refund WHERE order_id IS NOT NULL GROUP BY order_id
), other AS (
  SELECT attached_order_id AS order_id, sum(amount) AS amount
    FROM refund WHERE attached_order_id IS NOT NULL GROUP BY attached_order_id
)
SELECT 'order ' || o.number || ': its refunds say ' || max(coalesce(r.amount, 0), coalesce(a.amount, 0))
         || ', it says ' || o.refunded
  FROM orders o
  LEFT JOIN own r ON r.order_id = o.id
  LEFT JOIN other a ON a.order_id = o.id
 WHERE coalesce(r.amount, 0) <> coalesce(o.refunded_own, o.refunded)
    OR max(coalesce(r.amount, 0), coalesce(a.amount, 0)) <> o.refunded
    OR (o.refunded_own IS NULL AND coalesce(r.goods, 0) <> o.goods_refunded)
    OR o.goods_refunded > max(o.goods, 0)
 LIMIT 1
