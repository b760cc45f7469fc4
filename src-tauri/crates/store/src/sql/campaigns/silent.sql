-- Where a file does not tell when they said it, when it was recorded stands for it.
SELECT NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = :id AND placed_at >= :since)
   AND NOT EXISTS (SELECT 1 FROM consent
                    WHERE customer_id = :id AND channel = 'email' AND voided_at IS NULL
                      AND coalesce(dated_at, recorded_at) >= :since)
