-- A walk along the rows as they lie, or by an index that is added behind; refunds are looked up
-- only where there are any.
SELECT o.id, o.source_id, o.external_id, o.customer_id, o.placed_at, o.placed_day, o.currency,
       o.goods, o.discounts, o.goods_refunded, o.fully_refunded, o.cancelled_at, o.discount_codes,
       o.is_test = 0 AND o.cancelled_at IS NULL AND o.gift_cards_only = 0
         AND o.payment <> 'voided' AND o.payment <> 'expired' AS counts,
       CASE WHEN o.refunded > 0 THEN
         max(coalesce((SELECT max(r.refunded_at) FROM refund r WHERE r.order_id = o.id),
                      (SELECT max(r.refunded_at) FROM refund r WHERE r.attached_order_id = o.id)),
             coalesce((SELECT max(r.refunded_at) FROM refund r WHERE r.attached_order_id = o.id),
                      (SELECT max(r.refunded_at) FROM refund r WHERE r.order_id = o.id)))
       END AS newest_refund_at
  FROM orders o 
