-- Without a day of their own they are as old as the import that brought them.
INSERT INTO points_balance (source_id, external_id, email, customer_key, points, earned_at,
                            expires_at, note)
VALUES (:source, :external_id, :email, :key, :points,
        coalesce(:earned, (SELECT applied_at FROM import WHERE id = :import)), :expires, :note)
