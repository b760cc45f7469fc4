-- Orders that say something else than they should of what was refunded.
WITH other AS (
  SELECT attached_order_id AS order_id, sum(amount) AS amount, sum(goods_amount) AS goods
    FROM refund WHERE attached_order_id IS NOT NULL GROUP BY attached_order_id
), spoken_of AS (
  SELECT order_id FROM other
  UNION
  SELECT id FROM orders WHERE refunded_own IS NOT NULL
), both_sides AS (
  SELECT o.id, o.total, max(o.goods, 0) AS most, o.payment, coalesce(a.amount, 0) AS other,
         coalesce(a.goods, 0) AS other_goods, coalesce(o.refunded_own, o.refunded) AS own
    FROM spoken_of s JOIN orders o ON o.id = s.order_id LEFT JOIN other a ON a.order_id = o.id
), anew AS (
  SELECT id, max(own, other) AS refunded, min(most, max(min(own, most), other_goods)) AS goods_refunded,
         CASE WHEN other > own THEN own END AS refunded_own,
         payment = 'refunded' OR (total > 0 AND max(own, other) >= total) AS fully_refunded
    FROM both_sides
)
SELECT n.* FROM anew n JOIN orders o ON o.id = n.id
 WHERE n.refunded <> o.refunded OR n.goods_refunded <> o.goods_refunded
    OR n.refunded_own IS NOT o.refunded_own OR n.fully_refunded <> o.fully_refunded
