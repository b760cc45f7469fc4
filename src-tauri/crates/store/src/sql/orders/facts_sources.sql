-- A platform is named alone where orders came from one shop on it.
SELECT id, platform || CASE WHEN count(*) OVER (PARTITION BY platform) > 1 AND name <> ''
                            THEN ' · ' || name ELSE '' END AS label
  FROM source s WHERE EXISTS (SELECT 1 FROM orders o WHERE o.source_id = s.id)
