-- In the order of facts.sql, so that one walk goes beside the other.
SELECT order_id, product_id, quantity, amount, discount, gift_card
  FROM order_line WHERE order_id BETWEEN :first AND :last ORDER BY order_id, position
