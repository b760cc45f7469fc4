SELECT count(*)
  FROM outbox
 WHERE sending_id = :sending AND (:state IS NULL OR state = :state) AND (:reason IS NULL OR reason = :reason)
   AND (:search = '' OR instr(lower(name), :search) > 0 OR instr(address, :search) > 0)
