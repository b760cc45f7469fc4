-- What hangs on a customer.
SELECT
  (SELECT count(*) FROM orders WHERE customer_id = :id) AS orders,
  (SELECT count(*) FROM checkout WHERE customer_id = :id) AS carts,
  (SELECT count(*) FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.customer_id = :id) AS payments,
  (SELECT count(*) FROM behaviour b JOIN behaviour_person p ON p.id = b.person_id
    WHERE p.customer_id = :id) AS behaviour,
  (SELECT count(*) FROM customer_note t JOIN noted_customer n ON n.id = t.noted_id
    WHERE n.customer_id = :id) AS notes,
  (SELECT count(*) FROM segment_snapshot_person WHERE customer_id = :id) AS lists
