-- Bodies that left: also those of which it is not known whether they arrived, and those that were
-- refused after it.
SELECT count(*) FILTER (WHERE body_at > :now - 1000) AS second,
       count(*) FILTER (WHERE body_at > :now - 60000) AS minute,
       count(*) FILTER (WHERE body_at > :now - 3600000) AS hour,
       count(*) AS day
  FROM outbox
 WHERE account_id = :account AND body_at > :now - 86400000 AND body_at <= :now + 86400000
