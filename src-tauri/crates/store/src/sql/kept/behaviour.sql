SELECT p.email, p.customer_id, t.text, b.kind, b.at, c.external_id
  FROM behaviour b
  JOIN behaviour_person p ON p.id = b.person_id
  JOIN behaviour_product t ON t.id = b.product_id
  LEFT JOIN catalogue_product c ON c.id = t.catalogue_id
