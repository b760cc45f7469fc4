-- Everyone, with the place that the customers file says.
SELECT id, email IS NOT NULL AS has_email, phone IS NOT NULL AS has_phone, city, region, country, tags
  FROM customer
 ORDER BY id
