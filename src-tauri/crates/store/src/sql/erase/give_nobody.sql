INSERT OR IGNORE INTO customer_key (source_id, external_id, customer_id, import_id)
SELECT source_id, :key, :customer, min(import_id) FROM orders WHERE customer_id = :customer GROUP BY source_id
