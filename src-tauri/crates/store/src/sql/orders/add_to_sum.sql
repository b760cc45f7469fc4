INSERT INTO day_sum (day, currency, flags, orders, goods, goods_tax, total, refunded, goods_refunded, units)
VALUES (:day, :currency, :flags, :orders, :goods, :goods_tax, :total, :refunded, :goods_refunded, :units)
ON CONFLICT (day, currency, flags) DO UPDATE SET
  orders = orders + excluded.orders, goods = goods + excluded.goods,
  goods_tax = goods_tax + excluded.goods_tax, total = total + excluded.total,
  refunded = refunded + excluded.refunded, goods_refunded = goods_refunded + excluded.goods_refunded,
  units = units + excluded.units
