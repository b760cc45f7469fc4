SELECT 'order ' || o.number || ': its refunds say ' || coalesce(r.amount, 0) || ', it says ' || o.refunded
  FROM orders o
  LEFT JOIN (SELECT order_id, sum(amount) AS amount, sum(goods_amount) AS goods
               FROM refund GROUP BY order_id) r ON r.order_id = o.id
 WHERE coalesce(r.amount, 0) <> o.refunded OR coalesce(r.goods, 0) <> o.goods_refunded
 LIMIT 1
