-- One shop is one file. Amounts are minor units of the row's currency; *_at are UTC milliseconds;
-- *_day are the shop's local calendar days.

CREATE TABLE shop (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  name       TEXT    NOT NULL CHECK (name <> ''),
  currency   TEXT    NOT NULL CHECK (length(currency) = 3),
  country    TEXT    NOT NULL CHECK (length(country) = 2),
  time_zone  TEXT    NOT NULL CHECK (time_zone <> ''),
  is_sample  INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  -- The key of the picture that stands above its mails; empty: its name does.
  logo       TEXT    NOT NULL DEFAULT '',
  -- Secret of this file: tokens and draws by chance are keyed with it.
  key        BLOB    NOT NULL CHECK (length(key) = 32),
  created_at INTEGER NOT NULL
) STRICT;

-- A platform and one shop on it. What came from outside is known by (source, external id).
CREATE TABLE source (
  id       INTEGER PRIMARY KEY,
  platform TEXT NOT NULL CHECK (platform <> ''),
  name     TEXT NOT NULL,
  UNIQUE (platform, name)
) STRICT;

-- AUTOINCREMENT: the number of an import that was undone is never given again.
CREATE TABLE import (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  state       TEXT    NOT NULL CHECK (state IN ('applied', 'reverted')),
  applied_at  INTEGER NOT NULL,
  reverted_at INTEGER,
  CHECK ((state = 'reverted') = (reverted_at IS NOT NULL))
) STRICT;

CREATE TABLE import_file (
  id                  INTEGER PRIMARY KEY,
  import_id           INTEGER NOT NULL REFERENCES import (id),
  position            INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  path                TEXT    NOT NULL,
  content_hash        BLOB    NOT NULL,
  platform            TEXT    NOT NULL,
  kind                TEXT    NOT NULL CHECK (kind IN ('orders', 'customers', 'products', 'checkouts',
                                'payments', 'behaviour', 'balances')),
  row_count           INTEGER NOT NULL CHECK (row_count >= 0),
  rows_new            INTEGER NOT NULL CHECK (rows_new >= 0),
  rows_updated        INTEGER NOT NULL CHECK (rows_updated >= 0),
  rows_unchanged      INTEGER NOT NULL CHECK (rows_unchanged >= 0),
  rows_merged         INTEGER NOT NULL CHECK (rows_merged >= 0),
  rows_ignored        INTEGER NOT NULL CHECK (rows_ignored >= 0),
  rows_rejected       INTEGER NOT NULL CHECK (rows_rejected >= 0),
  orders_new          INTEGER NOT NULL CHECK (orders_new >= 0),
  orders_updated      INTEGER NOT NULL CHECK (orders_updated >= 0),
  orders_unchanged    INTEGER NOT NULL CHECK (orders_unchanged >= 0),
  customers_new       INTEGER NOT NULL CHECK (customers_new >= 0),
  customers_updated   INTEGER NOT NULL CHECK (customers_updated >= 0),
  customers_unchanged INTEGER NOT NULL CHECK (customers_unchanged >= 0),
  products_new        INTEGER NOT NULL CHECK (products_new >= 0),
  -- The newest moment the file speaks of: which of two exports is the older one.
  newest_at           INTEGER,
  UNIQUE (import_id, position),
  CHECK (row_count = rows_new + rows_updated + rows_unchanged + rows_merged + rows_ignored + rows_rejected)
) STRICT;

-- What else a file brought: things of one kind, new, changed and known.
CREATE TABLE import_count (
  import_file_id INTEGER NOT NULL REFERENCES import_file (id),
  kind           TEXT    NOT NULL CHECK (kind IN ('products', 'checkouts', 'payments', 'refunds', 'behaviour',
                         'balances')),
  new            INTEGER NOT NULL CHECK (new >= 0),
  updated        INTEGER NOT NULL CHECK (updated >= 0),
  unchanged      INTEGER NOT NULL CHECK (unchanged >= 0),
  PRIMARY KEY (import_file_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_rejection (
  import_file_id INTEGER NOT NULL REFERENCES import_file (id),
  line           INTEGER NOT NULL,
  column_name    TEXT    NOT NULL,
  value          TEXT    NOT NULL,
  reason         TEXT    NOT NULL,
  PRIMARY KEY (import_file_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
  id           INTEGER PRIMARY KEY,
  -- Normalised: one mailbox, one customer.
  email        TEXT UNIQUE CHECK (email <> ''),
  -- E.164; an identity only where there is no e-mail.
  phone        TEXT CHECK (phone <> ''),
  first_name   TEXT NOT NULL,
  last_name    TEXT NOT NULL,
  company      TEXT NOT NULL,
  address      TEXT NOT NULL,
  city         TEXT NOT NULL,
  zip          TEXT NOT NULL,
  region       TEXT NOT NULL,
  country      TEXT NOT NULL,
  tags         TEXT NOT NULL,
  note         TEXT NOT NULL,
  -- Month and day, such as 05-14, or empty: the year is nobody's business.
  birthday     TEXT NOT NULL DEFAULT '' CHECK (birthday = '' OR birthday GLOB '[01][0-9]-[0-3][0-9]'),
  -- When the order was placed that a guest's name is from; NULL without one.
  named_at     INTEGER,
  -- Of what the customers file said last; NULL while only orders speak of them.
  content_hash BLOB,
  -- The import that brought them first.
  import_id    INTEGER NOT NULL REFERENCES import (id)
) STRICT;
CREATE INDEX customer_by_phone ON customer (phone) WHERE phone IS NOT NULL;

CREATE TABLE customer_key (
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT    NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  import_id   INTEGER NOT NULL REFERENCES import (id),
  PRIMARY KEY (source_id, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_key_by_customer ON customer_key (customer_id);

-- A history, never one flag. A "no" outlives the import that brought it.
CREATE TABLE consent (
  id          INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  channel     TEXT    NOT NULL CHECK (channel IN ('email', 'sms', 'whats_app')),
  state       TEXT    NOT NULL CHECK (state IN ('subscribed', 'not_subscribed', 'unsubscribed')),
  source      TEXT    NOT NULL CHECK (source IN ('person', 'customers_file', 'order')),
  recorded_at INTEGER NOT NULL,
  dated_at    INTEGER,
  proof       TEXT    NOT NULL,
  import_id   INTEGER REFERENCES import (id),
  -- Set when no import that stands says so any more; a "no" is never voided.
  voided_at   INTEGER,
  CHECK (voided_at IS NULL OR state <> 'unsubscribed')
) STRICT;
CREATE INDEX consent_by_customer ON consent (customer_id, channel);

-- A "no" follows the address, the number and the id that it was said with: whoever is known by one
-- of them later has said no already. Keyed hashes; they outlive the customer.
CREATE TABLE suppression (
  word_hash   BLOB    NOT NULL CHECK (length(word_hash) = 32),
  channel     TEXT    NOT NULL CHECK (channel IN ('email', 'sms', 'whats_app')),
  source      TEXT    NOT NULL CHECK (source IN ('person', 'customers_file', 'order')),
  recorded_at INTEGER NOT NULL,
  dated_at    INTEGER,
  proof       TEXT    NOT NULL,
  PRIMARY KEY (word_hash, channel)
) STRICT, WITHOUT ROWID;

-- People who were erased. All that is left of each is a number, by which their orders are told apart
-- from those of others, and keyed hashes of what they were known by: a file that speaks of them again
-- brings orders of nobody. AUTOINCREMENT: no number is given twice.
CREATE TABLE erased_person (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  erased_at      INTEGER NOT NULL,
  -- Set when the file was written anew, so that no free page holds anything of them.
  overwritten_at INTEGER
) STRICT;

CREATE TABLE erased_word (
  word_hash BLOB    PRIMARY KEY CHECK (length(word_hash) = 32),
  person_id INTEGER NOT NULL REFERENCES erased_person (id)
) STRICT, WITHOUT ROWID;

-- What the merchant said of two customers: they are one person, or two. It is said of what they
-- were known by then and not of rows, since imports and undos work customers out anew.
CREATE TABLE customer_pair (
  id            INTEGER PRIMARY KEY,
  verdict       TEXT    NOT NULL CHECK (verdict IN ('one', 'two')),
  said_at       INTEGER NOT NULL,
  -- Set when the merchant took it back.
  taken_back_at INTEGER
) STRICT;
CREATE INDEX customer_pair_standing ON customer_pair (verdict) WHERE taken_back_at IS NULL;

-- Who is meant: of each side, the first of its words that anyone is known by.
CREATE TABLE customer_pair_word (
  pair_id   INTEGER NOT NULL REFERENCES customer_pair (id),
  side      INTEGER NOT NULL CHECK (side IN (0, 1)),
  -- As customers are identified: ids on platforms, then the address, then the number.
  rank      INTEGER NOT NULL CHECK (rank >= 0),
  kind      TEXT    NOT NULL CHECK (kind IN ('key', 'email', 'phone')),
  source_id INTEGER REFERENCES source (id),
  word      TEXT    NOT NULL CHECK (word <> ''),
  PRIMARY KEY (pair_id, side, rank),
  CHECK ((kind = 'key') = (source_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Someone of whom the merchant wrote something. Known by words, as above: customer_id is who that is
-- now, worked out anew after each import and undo, NULL while nobody is known by them.
CREATE TABLE noted_customer (
  id          INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX noted_customer_by_customer ON noted_customer (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE noted_customer_word (
  noted_id  INTEGER NOT NULL REFERENCES noted_customer (id) ON DELETE CASCADE,
  rank      INTEGER NOT NULL CHECK (rank >= 0),
  kind      TEXT    NOT NULL CHECK (kind IN ('key', 'email', 'phone')),
  source_id INTEGER REFERENCES source (id),
  word      TEXT    NOT NULL CHECK (word <> ''),
  PRIMARY KEY (noted_id, rank),
  CHECK ((kind = 'key') = (source_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_note (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  noted_id   INTEGER NOT NULL REFERENCES noted_customer (id) ON DELETE CASCADE,
  text       TEXT    NOT NULL CHECK (text <> ''),
  written_at INTEGER NOT NULL,
  changed_at INTEGER
) STRICT;
CREATE INDEX customer_note_by_noted ON customer_note (noted_id);

-- The merchant's own tags, apart from those that customers files say.
CREATE TABLE own_tag (
  noted_id INTEGER NOT NULL REFERENCES noted_customer (id) ON DELETE CASCADE,
  tag      TEXT    NOT NULL CHECK (tag <> ''),
  added_at INTEGER NOT NULL,
  PRIMARY KEY (noted_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  id        INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (id),
  -- 'sku:…' where the file has one, else 'name:…'.
  key       TEXT    NOT NULL,
  sku       TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  vendor    TEXT    NOT NULL,
  import_id INTEGER NOT NULL REFERENCES import (id),
  UNIQUE (source_id, key)
) STRICT;

CREATE TABLE orders (
  id                INTEGER PRIMARY KEY,
  source_id         INTEGER NOT NULL REFERENCES source (id),
  -- The platform's id where the file has a clean one, else 'number@minute of order'.
  external_id       TEXT    NOT NULL,
  number            TEXT    NOT NULL,
  placed_at         INTEGER NOT NULL,
  placed_day        TEXT    NOT NULL CHECK (placed_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  currency          TEXT    NOT NULL CHECK (length(currency) = 3),
  customer_id       INTEGER REFERENCES customer (id),
  -- Copied: history outlives its subject.
  customer_name     TEXT    NOT NULL,
  -- The platform's id of the customer.
  customer_key      TEXT    NOT NULL,
  email             TEXT    NOT NULL,
  phone             TEXT    NOT NULL,
  city              TEXT    NOT NULL,
  zip               TEXT    NOT NULL,
  region            TEXT    NOT NULL,
  country           TEXT    NOT NULL,
  gross             INTEGER NOT NULL,
  discounts         INTEGER NOT NULL,
  goods             INTEGER NOT NULL,
  gift_cards        INTEGER NOT NULL,
  shipping          INTEGER NOT NULL,
  tax               INTEGER NOT NULL,
  goods_tax         INTEGER NOT NULL,
  duties            INTEGER NOT NULL,
  tip               INTEGER NOT NULL,
  -- What the file's total has beyond its parts.
  unexplained       INTEGER NOT NULL,
  total             INTEGER NOT NULL,
  refunded          INTEGER NOT NULL CHECK (refunded >= 0),
  goods_refunded    INTEGER NOT NULL CHECK (goods_refunded >= 0),
  -- What its own file says was refunded, where refunds of their own say more; else NULL.
  refunded_own      INTEGER CHECK (refunded_own >= 0 AND refunded_own < refunded),
  units             INTEGER NOT NULL CHECK (units >= 0),
  tax_included      INTEGER NOT NULL CHECK (tax_included IN (0, 1)),
  is_test           INTEGER NOT NULL CHECK (is_test IN (0, 1)),
  gift_cards_only   INTEGER NOT NULL CHECK (gift_cards_only IN (0, 1)),
  fully_refunded    INTEGER NOT NULL CHECK (fully_refunded IN (0, 1)),
  payment           TEXT    NOT NULL CHECK (CASE payment
                      -- An IN of more than two words builds a table of them for each row.
                      WHEN 'paid' THEN 1 WHEN 'pending' THEN 1 WHEN 'authorized' THEN 1
                      WHEN 'partially_paid' THEN 1 WHEN 'partially_refunded' THEN 1
                      WHEN 'refunded' THEN 1 WHEN 'voided' THEN 1 WHEN 'expired' THEN 1
                      WHEN 'unknown' THEN 1 ELSE 0 END),
  cancelled_at      INTEGER,
  payment_method    TEXT    NOT NULL,
  discount_codes    TEXT    NOT NULL,
  channel           TEXT    NOT NULL,
  -- As the file says them, or empty.
  device            TEXT    NOT NULL DEFAULT '',
  campaign          TEXT    NOT NULL DEFAULT '',
  tags              TEXT    NOT NULL,
  -- The tick box of the order, as it was then; weaker than the customers file.
  accepts_marketing INTEGER CHECK (accepts_marketing IN (0, 1)),
  content_hash      BLOB    NOT NULL,
  -- The import that brought it, and the file that it reads as now.
  import_id         INTEGER NOT NULL REFERENCES import (id),
  import_file_id    INTEGER NOT NULL REFERENCES import_file (id),
  CHECK (goods = gross - discounts),
  CHECK (total = goods + gift_cards + shipping + duties + tip + unexplained
                 + CASE tax_included WHEN 1 THEN 0 ELSE tax END)
) STRICT;
-- Not a constraint of the table: a first import builds all indices of orders at its end.
CREATE UNIQUE INDEX orders_by_key ON orders (source_id, external_id);
CREATE INDEX orders_by_time ON orders (placed_at, id);
CREATE INDEX orders_by_number ON orders (source_id, number);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE INDEX orders_with_other_refunds ON orders (id) WHERE refunded_own IS NOT NULL;

-- Sums of each day's orders by what decides whether they count (flags: bits of core::OrderFlags),
-- kept true by whatever writes orders: a figure can be shown before the orders have been read.
CREATE TABLE day_sum (
  day            TEXT    NOT NULL,
  currency       TEXT    NOT NULL,
  flags          INTEGER NOT NULL CHECK (flags BETWEEN 0 AND 31),
  orders         INTEGER NOT NULL,
  goods          INTEGER NOT NULL,
  goods_tax      INTEGER NOT NULL,
  total          INTEGER NOT NULL,
  refunded       INTEGER NOT NULL,
  goods_refunded INTEGER NOT NULL,
  units          INTEGER NOT NULL,
  PRIMARY KEY (day, currency, flags)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_line (
  order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL CHECK (position >= 0),
  product_id INTEGER NOT NULL REFERENCES product (id),
  name       TEXT    NOT NULL,
  sku        TEXT    NOT NULL,
  vendor     TEXT    NOT NULL,
  quantity   INTEGER NOT NULL CHECK (quantity >= 0),
  -- Ten-thousandths of the major unit.
  unit_price INTEGER NOT NULL,
  -- Price × quantity before discounts, and its share of all discounts (positive).
  amount     INTEGER NOT NULL,
  discount   INTEGER NOT NULL,
  gift_card  INTEGER NOT NULL CHECK (gift_card IN (0, 1)),
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_by_product ON order_line (product_id);

-- AUTOINCREMENT: a refund that an undo puts back has the number it had.
CREATE TABLE refund (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The order that says it. NULL: a refund that a file says by itself.
  order_id     INTEGER REFERENCES orders (id) ON DELETE CASCADE,
  refunded_at  INTEGER,
  currency     TEXT    NOT NULL CHECK (length(currency) = 3),
  amount       INTEGER NOT NULL CHECK (amount > 0),
  goods_amount INTEGER NOT NULL CHECK (goods_amount >= 0 AND goods_amount <= amount),
  import_id    INTEGER NOT NULL REFERENCES import (id),
  -- Of a refund that a file says by itself.
  source_id    INTEGER REFERENCES source (id),
  external_id  TEXT CHECK (external_id <> ''),
  -- Its order as the file says it, and the order that this leads to; NULL while there is none.
  order_ref    TEXT CHECK (order_ref <> ''),
  attached_order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL,
  CHECK ((source_id IS NULL) = (external_id IS NULL)),
  CHECK (order_ref IS NULL OR source_id IS NOT NULL),
  CHECK (attached_order_id IS NULL OR order_ref IS NOT NULL)
) STRICT;
CREATE INDEX refund_by_order ON refund (order_id);
CREATE INDEX refund_by_attached ON refund (attached_order_id) WHERE attached_order_id IS NOT NULL;
CREATE UNIQUE INDEX refund_by_key ON refund (source_id, external_id) WHERE external_id IS NOT NULL;

-- Which import saw which order, and what the order was before it: undo is exact.
CREATE TABLE import_order (
  import_id INTEGER NOT NULL REFERENCES import (id),
  order_id  INTEGER NOT NULL,
  import_file_id INTEGER NOT NULL REFERENCES import_file (id),
  verdict   TEXT    NOT NULL CHECK (verdict = 'new' OR verdict = 'updated' OR verdict = 'unchanged'),
  -- JSON of the order before an update.
  former    TEXT,
  PRIMARY KEY (import_id, order_id),
  CHECK ((verdict = 'updated') = (former IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_order_by_order ON import_order (order_id);

-- What the merchant said of payments that had been taken for orders, when orders of the shop came
-- that may be the same sales.
CREATE TABLE import_payments (
  import_id INTEGER PRIMARY KEY REFERENCES import (id),
  are       TEXT NOT NULL CHECK (are IN ('orders', 'payments')),
  -- JSON: the platforms whose orders without lines are payments.
  services  TEXT NOT NULL
) STRICT;

-- Payments that count as orders no more, kept whole for undo. Their sightings in import_order have
-- the same id: below zero, so that no order is given it meanwhile.
CREATE TABLE set_aside (
  order_id  INTEGER PRIMARY KEY CHECK (order_id < 0),
  -- The import that set it aside.
  import_id INTEGER NOT NULL REFERENCES import_payments (import_id),
  source_id INTEGER NOT NULL REFERENCES source (id),
  -- JSON of the order.
  former    TEXT NOT NULL
) STRICT;
CREATE INDEX set_aside_by_source ON set_aside (source_id);

-- What customers files said of a person, kept once.
CREATE TABLE said_profile (
  hash    BLOB PRIMARY KEY CHECK (length(hash) = 16),
  -- JSON of the fields, and of which of them the file had.
  profile TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each row of each customers file, in the order of reading: customers, their keys and their
-- consent follow from these rows and from the orders, and are worked out anew after an undo.
CREATE TABLE import_customer (
  import_id         INTEGER NOT NULL REFERENCES import (id),
  position          INTEGER NOT NULL,
  customer_id       INTEGER NOT NULL REFERENCES customer (id),
  import_file_id    INTEGER NOT NULL REFERENCES import_file (id),
  line              INTEGER NOT NULL,
  -- The import had spoken of them before: only the id and a "no" count.
  is_repeat         INTEGER NOT NULL CHECK (is_repeat IN (0, 1)),
  source_id         INTEGER NOT NULL REFERENCES source (id),
  external_id       TEXT,
  email             TEXT,
  phone             TEXT,
  -- What it says of consent: 0 no, 1 yes, 2 unsubscribed.
  accepts_email     INTEGER CHECK (accepts_email IN (0, 1, 2)),
  accepts_sms       INTEGER CHECK (accepts_sms IN (0, 1, 2)),
  accepts_whats_app INTEGER CHECK (accepts_whats_app IN (0, 1, 2)),
  -- When that of e-mail was said, where the file tells (UTC milliseconds).
  email_said_at     INTEGER,
  profile_hash      BLOB    NOT NULL REFERENCES said_profile (hash),
  PRIMARY KEY (import_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_customer_by_customer ON import_customer (customer_id);
CREATE INDEX import_customer_by_key ON import_customer (source_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX import_customer_by_email ON import_customer (email) WHERE email IS NOT NULL;
CREATE INDEX import_customer_by_phone ON import_customer (phone) WHERE phone IS NOT NULL;
CREATE INDEX import_customer_by_profile ON import_customer (profile_hash);

-- What the shop sells, as its products files say. NULL is what no file has said.
CREATE TABLE catalogue_product (
  id          INTEGER PRIMARY KEY,
  source_id   INTEGER NOT NULL REFERENCES source (id),
  -- The platform's handle or id, else the SKU or the title.
  external_id TEXT    NOT NULL CHECK (external_id <> ''),
  title       TEXT,
  vendor      TEXT,
  category    TEXT,
  tags        TEXT,
  status      TEXT CHECK (status IN ('active', 'draft', 'archived')),
  picture     TEXT,
  url         TEXT,
  gift_card   INTEGER CHECK (gift_card IN (0, 1)),
  UNIQUE (source_id, external_id)
) STRICT;

CREATE TABLE catalogue_variant (
  product_id INTEGER NOT NULL REFERENCES catalogue_product (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL CHECK (position >= 0),
  -- Tells the variants of a product apart: its options, its SKU or its id.
  key        TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  sku        TEXT,
  barcode    TEXT,
  currency   TEXT CHECK (length(currency) = 3),
  -- What it is sold for, and what it cost before it was lowered.
  price      INTEGER,
  compare_at INTEGER,
  -- What the shop pays for it.
  cost       INTEGER,
  stock      INTEGER,
  picture    TEXT,
  -- The product of order lines that it is.
  sold_as    INTEGER REFERENCES product (id) ON DELETE SET NULL,
  PRIMARY KEY (product_id, position),
  UNIQUE (product_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX catalogue_variant_by_sku ON catalogue_variant (sku) WHERE sku IS NOT NULL;
CREATE INDEX catalogue_variant_by_sold ON catalogue_variant (sold_as) WHERE sold_as IS NOT NULL;

-- A cart that was left behind. Never an order; whether one followed is worked out when asked.
CREATE TABLE checkout (
  id             INTEGER PRIMARY KEY,
  source_id      INTEGER NOT NULL REFERENCES source (id),
  external_id    TEXT    NOT NULL CHECK (external_id <> ''),
  number         TEXT    NOT NULL,
  left_at        INTEGER NOT NULL,
  currency       TEXT    NOT NULL CHECK (length(currency) = 3),
  total          INTEGER NOT NULL,
  email          TEXT    NOT NULL,
  phone          TEXT    NOT NULL,
  name           TEXT    NOT NULL,
  discount_codes TEXT    NOT NULL,
  customer_id    INTEGER REFERENCES customer (id) ON DELETE SET NULL,
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX checkout_by_customer ON checkout (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE checkout_line (
  checkout_id INTEGER NOT NULL REFERENCES checkout (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL CHECK (position >= 0),
  name        TEXT    NOT NULL,
  sku         TEXT    NOT NULL,
  quantity    INTEGER NOT NULL CHECK (quantity >= 0),
  -- Before discounts.
  amount      INTEGER NOT NULL,
  PRIMARY KEY (checkout_id, position)
) STRICT, WITHOUT ROWID;

-- Money that came in or went back, one by one. Never revenue: orders are.
CREATE TABLE payment (
  id           INTEGER PRIMARY KEY,
  source_id    INTEGER NOT NULL REFERENCES source (id),
  external_id  TEXT    NOT NULL CHECK (external_id <> ''),
  occurred_at  INTEGER NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('sale', 'capture', 'authorization', 'refund', 'void', 'fee')),
  status       TEXT    NOT NULL CHECK (status IN ('success', 'pending', 'failed')),
  currency     TEXT    NOT NULL CHECK (length(currency) = 3),
  -- Refunds are below zero.
  amount       INTEGER NOT NULL,
  -- Of it, what was paid back since, where the file says that beside the payment.
  refunded     INTEGER CHECK (refunded >= 0),
  refunded_at  INTEGER,
  fee          INTEGER,
  fee_currency TEXT CHECK (length(fee_currency) = 3),
  method       TEXT,
  email        TEXT,
  name         TEXT,
  -- What the file says of the order: its id, and text that may hold its number.
  order_ref    TEXT,
  order_text   TEXT,
  -- The payment that this one is a refund of.
  payment_ref  TEXT,
  order_id     INTEGER REFERENCES orders (id) ON DELETE SET NULL,
  UNIQUE (source_id, external_id),
  CHECK (kind <> 'refund' OR amount <= 0)
) STRICT;
CREATE INDEX payment_by_order ON payment (order_id) WHERE order_id IS NOT NULL;

-- What people looked at, wished for or put into a cart: who, what, how, when.
CREATE TABLE behaviour_person (
  id          INTEGER PRIMARY KEY,
  -- Normalised where it is an address.
  email       TEXT    NOT NULL UNIQUE CHECK (email <> ''),
  customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX behaviour_person_by_customer ON behaviour_person (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE behaviour_product (
  id           INTEGER PRIMARY KEY,
  -- As the file says it: a SKU, a handle, a title or the address of its page.
  text         TEXT    NOT NULL UNIQUE CHECK (text <> ''),
  catalogue_id INTEGER REFERENCES catalogue_product (id) ON DELETE SET NULL,
  sold_as      INTEGER REFERENCES product (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX behaviour_product_by_catalogue ON behaviour_product (catalogue_id) WHERE catalogue_id IS NOT NULL;
CREATE INDEX behaviour_product_by_sold ON behaviour_product (sold_as) WHERE sold_as IS NOT NULL;

CREATE TABLE behaviour (
  id         INTEGER PRIMARY KEY,
  source_id  INTEGER NOT NULL REFERENCES source (id),
  person_id  INTEGER NOT NULL REFERENCES behaviour_person (id),
  product_id INTEGER NOT NULL REFERENCES behaviour_product (id),
  kind       TEXT    NOT NULL CHECK (kind IN ('view', 'wishlist', 'cart')),
  at         INTEGER NOT NULL,
  UNIQUE (person_id, product_id, kind, at, source_id)
) STRICT;
CREATE INDEX behaviour_by_product ON behaviour (product_id);

-- What people had in another programme, as files say it: the ledger opens their points with it.
-- AUTOINCREMENT: the ledger knows a balance by its number, which is never given to another one.
CREATE TABLE points_balance (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id    INTEGER NOT NULL REFERENCES source (id),
  -- The address, else the id.
  external_id  TEXT    NOT NULL CHECK (external_id <> ''),
  -- Normalised, or empty.
  email        TEXT    NOT NULL,
  -- What a platform numbers them by, or empty.
  customer_key TEXT    NOT NULL,
  points       INTEGER NOT NULL CHECK (points BETWEEN 0 AND 9007199254740992),
  -- As the file says, else when it was imported.
  earned_at    INTEGER NOT NULL,
  expires_at   INTEGER,
  note         TEXT    NOT NULL,
  -- Worked out; NULL while nobody is known by these words.
  customer_id  INTEGER REFERENCES customer (id) ON DELETE SET NULL,
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX points_balance_by_customer ON points_balance (customer_id) WHERE customer_id IS NOT NULL;

-- What an import said of something other than orders and customers, kept once.
CREATE TABLE said_record (
  id   INTEGER PRIMARY KEY,
  -- JSON.
  said TEXT NOT NULL
) STRICT;

-- Which import spoke of which record, and what it said. A record reads as what the imports that
-- stand say of it, one over the other.
CREATE TABLE import_sighting (
  import_id      INTEGER NOT NULL REFERENCES import (id),
  kind           TEXT    NOT NULL CHECK (kind IN ('products', 'checkouts', 'payments', 'refunds', 'behaviour',
                         'balances')),
  record_id      INTEGER NOT NULL,
  import_file_id INTEGER NOT NULL REFERENCES import_file (id),
  -- NULL where the record itself is all there is to say.
  said_id        INTEGER REFERENCES said_record (id),
  -- Of what was said: two imports that said the same need not be read to know it.
  said_hash      BLOB CHECK (length(said_hash) = 16),
  PRIMARY KEY (kind, record_id, import_id),
  CHECK ((kind = 'behaviour') = (said_id IS NULL)),
  CHECK ((said_id IS NULL) = (said_hash IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_sighting_by_import ON import_sighting (import_id, kind, record_id);
CREATE INDEX import_sighting_by_said ON import_sighting (said_id) WHERE said_id IS NOT NULL;

-- What the merchant said of the columns of files with one header.
CREATE TABLE import_mapping (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL CHECK (name <> ''),
  header_key TEXT    NOT NULL UNIQUE CHECK (header_key <> ''),
  mapping    TEXT    NOT NULL,
  saved_at   INTEGER NOT NULL
) STRICT;

-- Which customers are meant, in sentences. Who is in it is worked out when asked.
-- AUTOINCREMENT: the number of a segment is never given again, since others may name it.
CREATE TABLE segment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT    NOT NULL CHECK (name <> ''),
  rules      TEXT    NOT NULL CHECK (rules <> ''),
  -- Of the words of the rules.
  version    INTEGER NOT NULL CHECK (version > 0),
  -- As a persona: whoever is in several belongs to the lowest. NULL where it is none.
  priority   INTEGER CHECK (priority > 0),
  -- Of those that come with the program.
  ready_made TEXT UNIQUE CHECK (ready_made <> ''),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  -- Set when it was deleted; it can be restored.
  deleted_at INTEGER
) STRICT;

-- What a segment was before it was saved over.
CREATE TABLE segment_version (
  id          INTEGER PRIMARY KEY,
  segment_id  INTEGER NOT NULL REFERENCES segment (id),
  name        TEXT    NOT NULL CHECK (name <> ''),
  rules       TEXT    NOT NULL CHECK (rules <> ''),
  -- Since when it was so, and until when.
  saved_at    INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_version_by_segment ON segment_version (segment_id);

-- Who was in a segment when that was frozen.
CREATE TABLE segment_snapshot (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  segment_id INTEGER NOT NULL REFERENCES segment (id),
  -- Copied: what the list was made by.
  name       TEXT    NOT NULL CHECK (name <> ''),
  rules      TEXT    NOT NULL CHECK (rules <> ''),
  taken_at   INTEGER NOT NULL,
  people     INTEGER NOT NULL CHECK (people >= 0)
) STRICT;
CREATE INDEX segment_snapshot_by_segment ON segment_snapshot (segment_id);

CREATE TABLE segment_snapshot_person (
  snapshot_id INTEGER NOT NULL REFERENCES segment_snapshot (id),
  customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  PRIMARY KEY (snapshot_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_snapshot_person_by_customer ON segment_snapshot_person (customer_id);

-- What a segment came to, one row a day on which somebody looked.
CREATE TABLE segment_day (
  segment_id INTEGER NOT NULL REFERENCES segment (id),
  day        TEXT    NOT NULL CHECK (length(day) = 10),
  people     INTEGER NOT NULL CHECK (people >= 0),
  orders     INTEGER NOT NULL CHECK (orders >= 0),
  revenue    INTEGER NOT NULL,
  currency   TEXT    NOT NULL CHECK (length(currency) = 3),
  PRIMARY KEY (segment_id, day)
) STRICT, WITHOUT ROWID;

-- The average order value that the merchant aims at.
CREATE TABLE goal (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  target   INTEGER NOT NULL CHECK (target > 0),
  currency TEXT    NOT NULL CHECK (length(currency) = 3),
  set_at   INTEGER NOT NULL
) STRICT;

-- Where the bands of the map of customers end, where the merchant moved them.
CREATE TABLE map_bands (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  currency TEXT    NOT NULL CHECK (length(currency) = 3),
  spent_1  INTEGER NOT NULL CHECK (spent_1 > 0),
  spent_2  INTEGER NOT NULL CHECK (spent_2 > spent_1),
  spent_3  INTEGER NOT NULL CHECK (spent_3 > spent_2),
  spent_4  INTEGER NOT NULL CHECK (spent_4 > spent_3),
  days_1   INTEGER NOT NULL CHECK (days_1 >= 0),
  days_2   INTEGER NOT NULL CHECK (days_2 > days_1),
  days_3   INTEGER NOT NULL CHECK (days_3 > days_2),
  days_4   INTEGER NOT NULL CHECK (days_4 > days_3 AND days_4 < 365)
) STRICT;

-- Weeks out of the ordinary whose notice was put away, each by its Monday.
CREATE TABLE dismissed_notice (
  week_day     TEXT    PRIMARY KEY CHECK (length(week_day) = 10),
  dismissed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of an order, for search as you type. Contentless: the words stand in the tables above.
-- What its lines share with their products stands with those.
CREATE VIRTUAL TABLE order_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  prefix = '2',
  tokenize = "unicode61 remove_diacritics 2"
);
-- Words gathered in memory (bytes) before they are written: larger parts need less merging.
INSERT INTO order_search (order_search, rank) VALUES ('hashsize', 8388608);

-- Words of a product that was sold. Contentless as well.
CREATE VIRTUAL TABLE product_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  prefix = '2',
  tokenize = "unicode61 remove_diacritics 2"
);

-- Words of a customer's own row, for search as you type. Contentless as well.
CREATE VIRTUAL TABLE customer_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  prefix = '1 2 3',
  tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO customer_search (customer_search, rank) VALUES ('hashsize', 8388608);

-- Points. What the programme was, from a moment on: a change is a row of its own.
-- AUTOINCREMENT: of two that begin at one moment the later word holds.
CREATE TABLE programme (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  starts_at   INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  -- JSON of its rules, tiers, rewards and expiry.
  rules       TEXT    NOT NULL CHECK (rules <> '')
) STRICT;

-- When the merchant said that members were told of expiry. Nothing expires before.
CREATE TABLE expiry_warning (
  id      INTEGER PRIMARY KEY,
  told_at INTEGER NOT NULL
) STRICT;

-- Whose points they are. Rows of the ledger stay with their account; which customer that is
-- follows from what they were known by, since imports and undos work customers out anew.
-- AUTOINCREMENT: the number of an account is never given again.
CREATE TABLE ledger_account (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Worked out; NULL while nobody is known by one of its words.
  customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL,
  -- Worked out: the account that stands for all accounts of one person.
  holder_id   INTEGER NOT NULL REFERENCES ledger_account (id),
  opened_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_account_by_customer ON ledger_account (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ledger_account_by_holder ON ledger_account (holder_id);

CREATE TABLE ledger_account_word (
  account_id INTEGER NOT NULL REFERENCES ledger_account (id),
  kind       TEXT    NOT NULL CHECK (kind IN ('key', 'email', 'phone')),
  -- 0 where it is no id on a platform.
  source_id  INTEGER NOT NULL,
  word       TEXT    NOT NULL CHECK (word <> ''),
  PRIMARY KEY (account_id, kind, source_id, word),
  CHECK ((kind = 'key') = (source_id <> 0))
) STRICT, WITHOUT ROWID;

-- Orders that rows of the ledger were caused by, known as they are outside: their rows in the
-- shop file come and go with imports.
CREATE TABLE ledger_order (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT    NOT NULL,
  -- The row it had in the shop file when it was last posted. Another order may have it by now.
  order_id    INTEGER NOT NULL
) STRICT;
-- Not a constraint of the table: a first posting builds it at its end.
CREATE UNIQUE INDEX ledger_order_by_key ON ledger_order (source_id, external_id);
CREATE INDEX ledger_order_by_order ON ledger_order (order_id);

-- Append-only, and ids alone. Positive points are given, negative ones taken.
CREATE TABLE ledger (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id   INTEGER NOT NULL REFERENCES ledger_account (id),
  points       INTEGER NOT NULL CHECK (points <> 0 AND abs(points) <= 9007199254740992),
  kind         TEXT    NOT NULL CHECK (CASE kind
                 WHEN 'earn' THEN 1 WHEN 'reverse' THEN 1 WHEN 'redeem' THEN 1
                 WHEN 'unredeem' THEN 1 WHEN 'expire' THEN 1 WHEN 'adjust' THEN 1
                 WHEN 'opening' THEN 1 WHEN 'bonus' THEN 1 ELSE 0 END),
  recorded_at  INTEGER NOT NULL,
  -- When what caused it happened.
  effective_at INTEGER NOT NULL,
  -- From when it counts: pending points do so from their release.
  counts_from  INTEGER NOT NULL,
  -- The grant: the order or the day it is for, the rule, what of the rule, how often before.
  order_id     INTEGER REFERENCES ledger_order (id),
  part         INTEGER NOT NULL,
  rule         INTEGER NOT NULL,
  sequence     INTEGER NOT NULL,
  -- The programme that decided.
  programme_id INTEGER REFERENCES programme (id),
  -- The row that this one takes back, in whole or in part.
  reverses     INTEGER REFERENCES ledger (id),
  -- Of expiry: the row whose points these were.
  lot_id       INTEGER REFERENCES ledger (id),
  -- Of points from another programme: when they go, where that programme said so.
  expires_at   INTEGER,
  CHECK ((kind IN ('reverse', 'unredeem')) = (reverses IS NOT NULL)),
  CHECK (kind NOT IN ('earn', 'opening', 'bonus', 'unredeem') OR points > 0),
  CHECK (kind NOT IN ('redeem', 'expire') OR points < 0),
  CHECK (kind <> 'expire' OR lot_id IS NOT NULL),
  CHECK (expires_at IS NULL OR kind = 'opening'),
  CHECK (kind <> 'earn' OR (order_id IS NOT NULL AND programme_id IS NOT NULL))
) STRICT;
CREATE INDEX ledger_by_account ON ledger (account_id);
CREATE UNIQUE INDEX ledger_by_grant ON ledger (order_id, rule, part, sequence)
  WHERE order_id IS NOT NULL AND reverses IS NULL;
CREATE INDEX ledger_by_reversed ON ledger (reverses) WHERE reverses IS NOT NULL;

CREATE TRIGGER ledger_is_not_edited BEFORE UPDATE ON ledger
BEGIN SELECT raise(ABORT, 'rows of the ledger are never edited'); END;
CREATE TRIGGER ledger_is_not_shortened BEFORE DELETE ON ledger
BEGIN SELECT raise(ABORT, 'rows of the ledger are never deleted'); END;

-- Why, in the merchant's words. Beside the ledger, so that it can be erased.
CREATE TABLE ledger_reason (
  row_id INTEGER PRIMARY KEY REFERENCES ledger (id),
  reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;

-- Worked out from the ledger, by the account that stands for a person: the sum of their rows,
-- what they were given too much of and is gone already, and when time changes something next.
CREATE TABLE ledger_holder (
  account_id INTEGER PRIMARY KEY REFERENCES ledger_account (id),
  points     INTEGER NOT NULL,
  owed       INTEGER NOT NULL CHECK (owed >= 0),
  look_at    INTEGER
) STRICT;
CREATE INDEX ledger_holder_by_look ON ledger_holder (look_at) WHERE look_at IS NOT NULL;

-- Worked out from the ledger: what is left of the points that a row gave.
CREATE TABLE ledger_lot (
  row_id      INTEGER PRIMARY KEY REFERENCES ledger (id),
  holder_id   INTEGER NOT NULL REFERENCES ledger_account (id),
  points      INTEGER NOT NULL CHECK (points > 0),
  earned_at   INTEGER NOT NULL,
  counts_from INTEGER NOT NULL,
  -- When they go, where they do.
  expires_at  INTEGER
) STRICT;
CREATE INDEX ledger_lot_by_holder ON ledger_lot (holder_id);

-- What changed and was not posted yet: rows of orders, rows of customers, products of the
-- catalogue, or all there is.
CREATE TABLE ledger_due (
  what TEXT    NOT NULL CHECK (what IN ('all', 'order', 'customer', 'products')),
  id   INTEGER NOT NULL,
  PRIMARY KEY (what, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_state (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  -- The clock of the last posting.
  caught_up_to INTEGER NOT NULL,
  -- Who was joined then: rows of customers, person by person.
  joined       TEXT    NOT NULL
) STRICT;

-- Rewards that were given out, each with a code of its own.
CREATE TABLE reward (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id    INTEGER NOT NULL REFERENCES ledger_account (id),
  programme_id  INTEGER NOT NULL REFERENCES programme (id),
  -- Its number in the programme, and JSON of what it gives and on what terms.
  number        INTEGER NOT NULL,
  terms         TEXT    NOT NULL CHECK (terms <> ''),
  code          TEXT    NOT NULL UNIQUE CHECK (code <> ''),
  issued_at     INTEGER NOT NULL,
  -- The last day on which it can be used.
  valid_until   TEXT    CHECK (length(valid_until) = 10),
  -- The row that paid for it; NULL for a gift.
  row_id        INTEGER REFERENCES ledger (id),
  taken_back_at INTEGER,
  -- When its code was first written to a file for the shop.
  exported_at   INTEGER
) STRICT;
CREATE INDEX reward_by_account ON reward (account_id);
CREATE INDEX reward_by_row ON reward (row_id) WHERE row_id IS NOT NULL;

-- Rewards that were given for reaching a tier of the programme, by its number.
CREATE TABLE tier_reward (
  reward_id INTEGER PRIMARY KEY REFERENCES reward (id),
  tier      INTEGER NOT NULL
) STRICT;

-- Orders that carry the code of a reward.
CREATE TABLE reward_use (
  order_id  INTEGER NOT NULL REFERENCES ledger_order (id),
  reward_id INTEGER NOT NULL REFERENCES reward (id),
  PRIMARY KEY (order_id, reward_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reward_use_by_reward ON reward_use (reward_id);

-- What the merchant takes for granted of points, in millionths; NULL: what is measured or usual.
CREATE TABLE loyalty_assumed (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  -- Of points, the part that is spent; of rewards, the part that is never used.
  redeemed INTEGER CHECK (redeemed BETWEEN 0 AND 1000000),
  breakage INTEGER CHECK (breakage BETWEEN 0 AND 1000000),
  -- What is left of goods after tax and cost.
  margin   INTEGER CHECK (margin BETWEEN 0 AND 1000000)
) STRICT;

-- A start by chance: some of the customers get the programme later, so that it can be told what it
-- brings. Who, and how it will be read, is set before and never changed.
CREATE TABLE loyalty_start (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  set_at      INTEGER NOT NULL,
  starts_at   INTEGER NOT NULL,
  -- When the others get it too, and the window closes.
  later_at    INTEGER NOT NULL CHECK (later_at > starts_at),
  -- Millionths: of the people, those who get it later; the smallest effect worth having.
  later_share INTEGER NOT NULL CHECK (later_share BETWEEN 1 AND 999999),
  smallest    INTEGER NOT NULL CHECK (smallest > 0),
  -- When the merchant let everybody have it before its time.
  stopped_at  INTEGER
) STRICT;

CREATE TABLE loyalty_start_person (
  start_id   INTEGER NOT NULL REFERENCES loyalty_start (id),
  account_id INTEGER NOT NULL REFERENCES ledger_account (id),
  is_later   INTEGER NOT NULL CHECK (is_later IN (0, 1)),
  PRIMARY KEY (start_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX loyalty_start_person_by_account ON loyalty_start_person (account_id);

-- Codes by which members bring friends.
CREATE TABLE referral_code (
  code       TEXT    PRIMARY KEY CHECK (code <> ''),
  account_id INTEGER NOT NULL REFERENCES ledger_account (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX referral_code_by_account ON referral_code (account_id);

-- The merchant's rules for suggestions, from the top to the bottom: JSON.
CREATE TABLE suggestion_rules (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  rules TEXT    NOT NULL CHECK (json_valid(rules))
) STRICT;

-- How suggestions are made, as the shop's last weeks chose it. It follows from the orders, and is
-- kept so that a shop need not be looked through at each opening.
CREATE TABLE suggestion_model (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  chosen_by TEXT    NOT NULL,
  choice    TEXT    NOT NULL CHECK (json_valid(choice))
) STRICT;

-- Whom the shop's mail is from, and where the shop can be found: both stand in every mail.
CREATE TABLE sender_identity (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  name           TEXT NOT NULL CHECK (name <> ''),
  postal_address TEXT NOT NULL CHECK (postal_address <> ''),
  -- Its page on the web; empty: not said.
  shop_page      TEXT NOT NULL
) STRICT;

-- Mailboxes of the merchant that messages go out from. Never a password or a token: those are in
-- the keychain. AUTOINCREMENT: what a number was is known in the keychain too.
CREATE TABLE mail_account (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  address         TEXT    NOT NULL CHECK (address <> ''),
  -- As readers see the sender; empty: the shop's.
  name            TEXT    NOT NULL,
  reply_to        TEXT    NOT NULL,
  -- The provider whose settings these are, or empty.
  preset          TEXT    NOT NULL,
  host            TEXT    NOT NULL CHECK (host <> ''),
  port            INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
  -- 'plain' is for a server on this computer alone.
  security        TEXT    NOT NULL CHECK (security IN ('tls', 'start_tls', 'plain')),
  user_name       TEXT    NOT NULL,
  auth            TEXT    NOT NULL CHECK (auth IN ('password', 'o_auth', 'none')),
  -- OAuth: the number of the program that the merchant registered. No secret.
  client_id       TEXT    NOT NULL,
  -- Messages in that time at most; NULL: as many as the server takes.
  per_second      INTEGER CHECK (per_second > 0),
  per_minute      INTEGER CHECK (per_minute > 0),
  per_hour        INTEGER CHECK (per_hour > 0),
  per_day         INTEGER CHECK (per_day > 0),
  -- Of those, kept back for the merchant's own mail.
  reserve_percent INTEGER NOT NULL CHECK (reserve_percent BETWEEN 0 AND 90),
  -- From when a new mailbox sends more from day to day; NULL: it is used to it.
  ramp_from       INTEGER,
  connections     INTEGER NOT NULL CHECK (connections BETWEEN 1 AND 4),
  per_connection  INTEGER NOT NULL CHECK (per_connection > 0),
  imap_host       TEXT    NOT NULL,
  imap_port       INTEGER NOT NULL CHECK (imap_port BETWEEN 0 AND 65535),
  imap_security   TEXT    NOT NULL CHECK (imap_security IN ('tls', 'start_tls', 'plain')),
  imap_user       TEXT    NOT NULL,
  -- Whether mail to name+word@ reaches it.
  plus_addressing INTEGER NOT NULL CHECK (plus_addressing IN (0, 1)),
  -- The page on the merchant's own site that takes a no by one click, or empty.
  one_click_url   TEXT    NOT NULL,
  -- Until when that page handed over what it noted, by its own clock; NULL: it was never asked.
  page_until      INTEGER,
  -- When it was looked at last what its domain says of mail, and what was found; NULL: never.
  domain_looked_at INTEGER,
  domain_spf      TEXT CHECK (domain_spf IN ('good', 'unknown', 'wrong')),
  domain_dkim     TEXT CHECK (domain_dkim IN ('good', 'unknown', 'wrong')),
  domain_dmarc    TEXT CHECK (domain_dmarc IN ('good', 'unknown', 'wrong')),
  -- Why it may not be used until the merchant mends something, or empty; until when it rests by
  -- itself, where it does.
  paused_why      TEXT    NOT NULL,
  rests_until     INTEGER,
  -- Messages a minute, while the server asked for fewer than it is known to take.
  slowed_to       INTEGER CHECK (slowed_to > 0),
  created_at      INTEGER NOT NULL,
  -- Rows of messages still count against its limits afterwards.
  deleted_at      INTEGER,
  CHECK ((domain_looked_at IS NULL) = (domain_spf IS NULL)),
  CHECK ((domain_looked_at IS NULL) = (domain_dkim IS NULL)),
  CHECK ((domain_looked_at IS NULL) = (domain_dmarc IS NULL))
) STRICT;

-- How far each folder of a mailbox was read.
CREATE TABLE inbox_cursor (
  account_id   INTEGER NOT NULL REFERENCES mail_account (id),
  folder       TEXT    NOT NULL CHECK (folder <> ''),
  -- The numbers of a folder hold for as long as this one stays.
  uid_validity INTEGER NOT NULL,
  uid          INTEGER NOT NULL,
  read_at      INTEGER NOT NULL,
  PRIMARY KEY (account_id, folder)
) STRICT, WITHOUT ROWID;

-- A message to the people of a segment.
CREATE TABLE sending (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  -- What ids of its messages and draws by chance are made of. No other sending has it, also where
  -- an older copy of this file was put back.
  word          BLOB    NOT NULL UNIQUE CHECK (length(word) = 16),
  name          TEXT    NOT NULL CHECK (name <> ''),
  subject       TEXT    NOT NULL,
  text          TEXT    NOT NULL,
  segment_id    INTEGER REFERENCES segment (id),
  -- Copied: history outlives its subject.
  segment_name  TEXT    NOT NULL,
  account_id    INTEGER REFERENCES mail_account (id),
  state         TEXT    NOT NULL CHECK (state IN ('draft', 'planned', 'running', 'paused', 'stopped', 'finished')),
  -- Why it is paused, for machines and in words; empty where it is not.
  paused_by     TEXT    NOT NULL CHECK (paused_by IN ('', 'merchant', 'account', 'refusals', 'late', 'codes', 'trouble')),
  paused_why    TEXT    NOT NULL,
  -- Millionths of those who may be written to.
  holdout_share INTEGER NOT NULL CHECK (holdout_share BETWEEN 0 AND 900000),
  -- Not before; NULL: at once.
  starts_at     INTEGER,
  -- Minutes of the reader's day between which nothing is sent; NULL: at any time.
  quiet_from    INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_until   INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
  -- Minutes after its time from which it asks before it begins.
  late_minutes  INTEGER NOT NULL CHECK (late_minutes > 0),
  created_at    INTEGER NOT NULL,
  planned_at    INTEGER,
  started_at    INTEGER,
  ended_at      INTEGER,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
  CHECK ((state = 'paused') = (paused_by <> '')),
  CHECK (state = 'draft' OR (planned_at IS NOT NULL AND account_id IS NOT NULL))
) STRICT;

-- Everyone who was considered for a message, each once: by customer and by address.
CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  sending_id   INTEGER NOT NULL REFERENCES sending (id),
  step         INTEGER NOT NULL CHECK (step >= 0),
  channel      TEXT    NOT NULL CHECK (channel IN ('email', 'sms', 'whats_app')),
  -- NULL while nobody is known by the address.
  customer_id  INTEGER REFERENCES customer (id) ON DELETE SET NULL,
  -- Keyed; NULL without an address. It stays when the person is erased.
  address_hash BLOB    CHECK (length(address_hash) = 32),
  address      TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  -- ISO 3166, or empty: whose night it is.
  country      TEXT    NOT NULL,
  state        TEXT    NOT NULL CHECK (CASE state
                 WHEN 'skipped' THEN 1 WHEN 'held_out' THEN 1 WHEN 'ready' THEN 1
                 WHEN 'claimed' THEN 1 WHEN 'body' THEN 1 WHEN 'sent' THEN 1
                 WHEN 'failed' THEN 1 WHEN 'uncertain' THEN 1 ELSE 0 END),
  -- Why it was skipped, failed or has to wait; else empty.
  reason       TEXT    NOT NULL,
  attempt      INTEGER NOT NULL CHECK (attempt >= 0),
  -- When it is tried next.
  next_at      INTEGER NOT NULL,
  -- The opaque part of its Message-ID.
  word         TEXT    NOT NULL UNIQUE CHECK (word <> ''),
  account_id   INTEGER REFERENCES mail_account (id),
  -- How far it came, and the server's words.
  stage        TEXT    NOT NULL,
  said         TEXT    NOT NULL,
  first_at     INTEGER,
  -- When its body left last: what counts against the limits of the account.
  body_at      INTEGER,
  updated_at   INTEGER NOT NULL,
  CHECK ((state IN ('skipped', 'failed')) <= (reason <> '')),
  CHECK (state NOT IN ('body', 'sent', 'uncertain') OR body_at IS NOT NULL),
  CHECK (address_hash IS NOT NULL OR state = 'skipped')
) STRICT;
CREATE UNIQUE INDEX outbox_by_customer ON outbox (sending_id, step, channel, customer_id)
  WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_by_address ON outbox (sending_id, step, channel, address_hash)
  WHERE address_hash IS NOT NULL;
CREATE INDEX outbox_ready ON outbox (sending_id, next_at, id) WHERE state = 'ready';
CREATE INDEX outbox_under_way ON outbox (sending_id) WHERE state IN ('claimed', 'body');
-- For how many there are of each, which is asked again and again while it goes out.
CREATE INDEX outbox_by_state ON outbox (sending_id, state, reason);
-- For their list, in order.
CREATE INDEX outbox_of_sending ON outbox (sending_id);
CREATE INDEX outbox_uncertain ON outbox (id) WHERE state = 'uncertain';
CREATE INDEX outbox_by_use ON outbox (account_id, body_at) WHERE body_at IS NOT NULL;
CREATE INDEX outbox_of_customer ON outbox (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX outbox_of_address ON outbox (address_hash) WHERE address_hash IS NOT NULL;
CREATE INDEX outbox_of_nobody ON outbox (id) WHERE customer_id IS NULL AND address <> '';

-- What a campaign adds to a message: one row beside it. Nothing of it changes once who gets it is settled.
CREATE TABLE campaign (
  sending_id       INTEGER PRIMARY KEY REFERENCES sending (id) ON DELETE CASCADE,
  kind             TEXT    NOT NULL CHECK (kind <> ''),
  -- JSON: for whom, what is offered, what the mail says, and what the other half of a test reads.
  audience         TEXT    NOT NULL,
  offer            TEXT    NOT NULL,
  document         TEXT    NOT NULL,
  other_document   TEXT,
  -- Millionths of those who get it who read the other one.
  other_share      INTEGER NOT NULL CHECK (other_share BETWEEN 0 AND 900000),
  -- The offer's true end: from here on nothing of it is sent.
  ends_at          INTEGER,
  -- Whoever got another mail within so many days waits; 0: nobody does.
  cap_days         INTEGER NOT NULL CHECK (cap_days BETWEEN 0 AND 365),
  -- Set before it is sent: days that orders are counted, and the least rise worth having (percent of
  -- what a customer spends otherwise).
  window_days      INTEGER NOT NULL CHECK (window_days BETWEEN 1 AND 365),
  worth_having     INTEGER NOT NULL CHECK (worth_having BETWEEN 1 AND 100),
  attribution_days INTEGER NOT NULL CHECK (attribution_days BETWEEN 1 AND 365),
  -- Whether each person has a code of their own.
  own_codes        INTEGER NOT NULL CHECK (own_codes IN (0, 1)),
  -- When its codes were first written to a file for the shop.
  exported_at      INTEGER,
  -- When a test of it was sent last, and a hash of what was tested.
  tested_at        INTEGER,
  tested_hash      BLOB    CHECK (length(tested_hash) = 32),
  -- The one that it was copied from.
  copied_from      INTEGER REFERENCES sending (id) ON DELETE SET NULL,
  CHECK ((other_document IS NULL) = (other_share = 0)),
  CHECK ((tested_at IS NULL) = (tested_hash IS NULL))
) STRICT;

-- What is of one person in a campaign: their part, drawn by chance when it was planned, their code and
-- the products that were picked for them. Held back are those without a letter.
CREATE TABLE campaign_person (
  outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
  part      TEXT NOT NULL CHECK (part IN ('held', 'one', 'other')),
  code      TEXT NOT NULL,
  -- JSON: products by what they were picked by.
  picks     TEXT NOT NULL
) STRICT;
CREATE INDEX campaign_person_by_code ON campaign_person (code) WHERE code <> '';

-- Codes of the shop's own list, in its order; each goes to one person.
CREATE TABLE campaign_code (
  sending_id INTEGER NOT NULL REFERENCES sending (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL CHECK (position >= 0),
  code       TEXT    NOT NULL CHECK (code <> ''),
  outbox_id  INTEGER REFERENCES outbox (id) ON DELETE SET NULL,
  -- An order carries it.
  used       INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  PRIMARY KEY (sending_id, position),
  UNIQUE (sending_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_code_of_person ON campaign_code (outbox_id) WHERE outbox_id IS NOT NULL;

-- Blocks of mails that the merchant keeps for other campaigns.
CREATE TABLE saved_block (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT    NOT NULL UNIQUE CHECK (name <> ''),
  block    TEXT    NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

-- Addresses that nothing is sent to any more, whoever has them, each with why.
CREATE TABLE suppressed_address (
  address_hash BLOB    PRIMARY KEY CHECK (length(address_hash) = 32),
  -- Empty once the person was erased.
  address      TEXT    NOT NULL,
  reason       TEXT    NOT NULL CHECK (reason IN ('unsubscribed', 'complained', 'bounced', 'full', 'by_hand', 'erased')),
  -- Where that is known from: a mail, a file, the merchant.
  source       TEXT    NOT NULL,
  -- The server's or the reader's words.
  said         TEXT    NOT NULL,
  added_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX suppressed_address_by_time ON suppressed_address (added_at);

-- Who sends now. One computer at a time, and one program on it.
CREATE TABLE sender_lease (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  run      BLOB    NOT NULL CHECK (length(run) = 16),
  machine  TEXT    NOT NULL CHECK (machine <> ''),
  taken_at INTEGER NOT NULL,
  beat_at  INTEGER NOT NULL
) STRICT;

-- What came back: bounces, complaints, unsubscribings, answers, and what was made of each.
CREATE TABLE inbox_event (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id   INTEGER REFERENCES mail_account (id),
  -- Of the mail it was in and whom it is about: the same mail read twice is one event.
  event_hash   BLOB    NOT NULL UNIQUE CHECK (length(event_hash) = 32),
  kind         TEXT    NOT NULL CHECK (kind IN ('bounce', 'delay', 'complaint', 'unsubscribe', 'reply', 'auto_reply', 'copy')),
  verdict      TEXT    NOT NULL CHECK (verdict IN ('acted', 'noted', 'refused')),
  -- What was made of it, without naming anyone.
  sentence     TEXT    NOT NULL,
  outbox_id    INTEGER REFERENCES outbox (id),
  address_hash BLOB    CHECK (length(address_hash) = 32),
  address      TEXT    NOT NULL,
  said         TEXT    NOT NULL,
  arrived_at   INTEGER NOT NULL,
  recorded_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_event_of_outbox ON inbox_event (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX inbox_event_of_address ON inbox_event (address_hash) WHERE address_hash IS NOT NULL;
