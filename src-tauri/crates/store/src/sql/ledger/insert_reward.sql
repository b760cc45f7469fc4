-- The code is the one thing of it that anyone outside sees.
INSERT INTO reward (account_id, programme_id, number, terms, code, issued_at, valid_until, row_id)
VALUES (:account, :programme, :number, :terms, :code, :issued, :until, :row)
