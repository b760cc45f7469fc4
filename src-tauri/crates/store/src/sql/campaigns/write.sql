-- What was tested is known by its hash: a test of other words counts no more by itself.
INSERT INTO campaign (
  sending_id, kind, audience, offer, document, other_document, other_share, ends_at, cap_days, window_days,
  worth_having, attribution_days, own_codes, copied_from)
VALUES (
  :id, :kind, :audience, :offer, :document, :other_document, :other_share, :ends_at, :cap_days, :window_days,
  :worth_having, :attribution_days, :own_codes, :copied_from)
ON CONFLICT (sending_id) DO UPDATE SET
  kind = excluded.kind, audience = excluded.audience, offer = excluded.offer, document = excluded.document,
  other_document = excluded.other_document, other_share = excluded.other_share, ends_at = excluded.ends_at,
  cap_days = excluded.cap_days, window_days = excluded.window_days, worth_having = excluded.worth_having,
  attribution_days = excluded.attribution_days, own_codes = excluded.own_codes
