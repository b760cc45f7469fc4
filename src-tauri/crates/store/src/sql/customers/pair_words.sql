-- What was said of two customers and stands, with the words of each in the order they count.
SELECT p.id, p.said_at, w.side, w.kind, w.source_id, w.word
  FROM customer_pair p JOIN customer_pair_word w ON w.pair_id = p.id
 WHERE p.verdict = :verdict AND p.taken_back_at IS NULL
 ORDER BY p.id, w.side, w.rank
