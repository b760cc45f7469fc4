INSERT INTO import_customer (
  import_id, position, customer_id, import_file_id, line, is_repeat, source_id, external_id, email,
  phone, accepts_email, accepts_sms, accepts_whats_app, email_said_at, profile_hash)
VALUES (
  :import, :position, :customer, :file, :line, :is_repeat, :source, :key, :email, :phone,
  :accepts_email, :accepts_sms, :accepts_whats_app, :email_said_at, :hash)
