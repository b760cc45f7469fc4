-- The first of the list that nobody has and no order carries.
SELECT position, code
  FROM campaign_code
 WHERE sending_id = :sending AND outbox_id IS NULL AND used = 0
 ORDER BY position
 LIMIT 1
