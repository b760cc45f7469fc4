-- Neither used nor taken back, nor past their last day.
SELECT a.customer_id, count(*) AS rewards
  FROM reward r JOIN ledger_account a ON a.id = r.account_id
 WHERE a.customer_id IS NOT NULL AND r.taken_back_at IS NULL
   AND (r.valid_until IS NULL OR r.valid_until >= :day)
   AND NOT EXISTS (SELECT 1 FROM reward_use u WHERE u.reward_id = r.id)
 GROUP BY a.customer_id
