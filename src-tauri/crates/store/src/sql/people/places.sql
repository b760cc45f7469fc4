-- Where orders were sent, of customers whose own file says no place. One walk over the orders as
-- they lie beats looking up those of each.
SELECT o.customer_id, o.placed_at, o.city, o.region, o.country
  FROM orders o
  JOIN customer c ON c.id = +o.customer_id
 WHERE c.city = '' AND c.country = '' AND (o.city <> '' OR o.country <> '')
