-- A cart is recovered when its customer placed an order within 30 days after it.
SELECT
  (SELECT count(*) FROM catalogue_product) AS products,
  (SELECT count(*) FROM catalogue_variant) AS variants,
  (SELECT count(*) FROM catalogue_variant WHERE sold_as IS NOT NULL) AS variants_sold,
  (SELECT count(*) FROM checkout) AS checkouts,
  (SELECT count(*) FROM checkout c
    WHERE EXISTS (SELECT 1 FROM orders o
                   WHERE o.customer_id = c.customer_id AND NOT o.is_test
                     AND o.placed_at >= c.left_at AND o.placed_at < c.left_at + 30 * 86400000)
  ) AS checkouts_recovered,
  (SELECT count(*) FROM payment) AS payments,
  (SELECT count(*) FROM payment WHERE order_id IS NOT NULL) AS payments_matched,
  (SELECT count(*) FROM refund
    WHERE source_id IS NOT NULL AND attached_order_id IS NULL) AS unattached_refunds,
  (SELECT count(*) FROM behaviour) AS behaviour,
  (SELECT count(*) FROM behaviour b JOIN behaviour_person p ON p.id = b.person_id
    WHERE p.customer_id IS NOT NULL) AS behaviour_of_customers
