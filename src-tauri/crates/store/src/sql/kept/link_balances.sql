-- By their id where no address tells, and one customer alone has that id.
UPDATE points_balance SET customer_id = known.customer_id
  FROM (SELECT external_id, min(customer_id) AS customer_id FROM customer_key
         WHERE external_id <> '' GROUP BY external_id HAVING count(DISTINCT customer_id) = 1) known
 WHERE points_balance.customer_id IS NULL AND points_balance.customer_key <> ''
   AND known.external_id = points_balance.customer_key
