SELECT id, sending_id, customer_id, address, name, state, reason, attempt, next_at, word, stage, said, body_at,
       updated_at
  FROM outbox
 WHERE sending_id = :sending AND (:state IS NULL OR state = :state) AND (:reason IS NULL OR reason = :reason)
   AND (:search = '' OR instr(lower(name), :search) > 0 OR instr(address, :search) > 0)
 ORDER BY id
 LIMIT :limit OFFSET :offset
