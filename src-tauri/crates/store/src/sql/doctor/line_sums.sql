-- Lines without gift cards are gross and discounts; gift cards are theirs, less their discount.
-- An order whose file has no prices has one line of amount zero for each product and is left out.
SELECT 'order ' || o.number || ': its lines say ' || l.goods || ', it says ' || o.goods
  FROM orders o
  JOIN (SELECT order_id,
               sum(CASE gift_card WHEN 0 THEN amount - discount ELSE 0 END) AS goods,
               sum(CASE gift_card WHEN 1 THEN amount - discount ELSE 0 END) AS gift_cards,
               sum(CASE gift_card WHEN 0 THEN quantity ELSE 0 END)          AS units,
               max(amount)                                                  AS dearest
          FROM order_line GROUP BY order_id) l ON l.order_id = o.id
 WHERE (l.goods <> o.goods OR l.gift_cards <> o.gift_cards OR l.units <> o.units)
   AND NOT (l.dearest = 0 AND l.goods = 0)
 LIMIT 1
