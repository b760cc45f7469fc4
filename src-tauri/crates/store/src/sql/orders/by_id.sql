-- One row by its key, three more by theirs: a page of 200 is 800 look-ups in warm pages.
SELECT o.id, s.platform, o.number, o.placed_at, o.placed_day, o.currency, o.customer_name, o.email,
       o.city, o.country, o.gross, o.discounts, o.goods, o.shipping, o.tax, o.total, o.refunded,
       o.units, o.tax_included, o.is_test, o.gift_cards_only, o.cancelled_at, o.payment,
       o.payment_method, o.discount_codes, f.name AS file,
       -- Orders files say how much was refunded; refunds of their own and payments files say when.
       CASE WHEN o.refunded > 0 THEN coalesce(
         (SELECT max(r.refunded_at) FROM refund r WHERE r.attached_order_id = o.id),
         (SELECT max(CASE p.kind WHEN 'refund' THEN p.occurred_at ELSE p.refunded_at END)
            FROM payment p WHERE p.order_id = o.id AND p.status = 'success')) END AS refunded_at
  FROM orders o
  JOIN source s ON s.id = o.source_id
  JOIN import_file f ON f.id = o.import_file_id
 WHERE o.id = :id
