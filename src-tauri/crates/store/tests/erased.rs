//! Erasing a person: nothing of them is left anywhere in the file, and no sum of their orders changes.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use pannier_core::{
    Cancel, Channel, ConsentState, Currency, CustomerId, FixedClock, ImportId, Reporter, Timestamp,
};
use pannier_store::{
    BackupReason, BalanceContent, BehaviourContent, BehaviourKind, BehaviourWriter,
    CheckoutContent, ConsentSaid, CustomerContent, CustomerSaid, EventKind, EventVerdict,
    KeptPlace, LineContent, NewImportFile, NewInboxEvent, NewRejection, NewShop, NewSuppression,
    OpenOptions, OrderContent, OrderPlace, OrderWriter, Payment, PaymentContent, PaymentKind,
    PaymentStatus, PlanWords, ReadyOrder, Role, SaidProfile, SalesAre, Store, SuppressionReason,
    Who, WriteTx,
};

const NOON: FixedClock = FixedClock(Timestamp(1_782_820_800_000));
const DAY: i64 = 86_400_000;

/// What gives the person away: none of it may be anywhere in the file afterwards.
const NEEDLES: [&str; 15] = [
    "mara.moss@needle.example",
    "old.address@needle.example",
    "pays.with@needle.example",
    "Maraneedle",
    "Mossneedle",
    "Needle Lane 7",
    "+493055512345",
    "030 555 12345",
    "gid-needle-77",
    "Needleham",
    "N33-DL3",
    "needle-tag",
    "needle note",
    "needleworks",
    "02-29",
];

/// Columns of text that hold what is personal. Each is filled before the erasure, and holds nothing
/// of the person after it.
const PERSONAL: &[(&str, &[&str])] = &[
    ("behaviour_person", &["email"]),
    ("checkout", &["email", "name", "phone"]),
    (
        "customer",
        &[
            "address",
            "birthday",
            "city",
            "company",
            "country",
            "email",
            "first_name",
            "last_name",
            "note",
            "phone",
            "region",
            "tags",
            "zip",
        ],
    ),
    ("customer_key", &["external_id"]),
    ("customer_note", &["text"]),
    ("customer_pair_word", &["word"]),
    ("import_customer", &["email", "external_id", "phone"]),
    ("import_order", &["former"]),
    ("import_rejection", &["reason", "value"]),
    ("inbox_event", &["address", "said"]),
    ("ledger_account_word", &["word"]),
    ("ledger_reason", &["reason"]),
    ("noted_customer_word", &["word"]),
    (
        "orders",
        &[
            "campaign",
            "channel",
            "city",
            "customer_key",
            "customer_name",
            "device",
            "discount_codes",
            "email",
            "payment_method",
            "phone",
            "region",
            "tags",
            "zip",
        ],
    ),
    ("outbox", &["address", "country", "name", "said"]),
    ("own_tag", &["tag"]),
    ("payment", &["email", "method", "name", "order_text"]),
    (
        "points_balance",
        &["customer_key", "email", "external_id", "note"],
    ),
    ("said_profile", &["profile"]),
    ("said_record", &["said"]),
    ("set_aside", &["former"]),
    ("suppressed_address", &["address", "said"]),
];

/// Columns of text that hold nothing personal: words of the program, of the shop, of its products and
/// files, and numbers by which platforms call orders and payments.
const NOT_PERSONAL: &[(&str, &[&str])] = &[
    ("behaviour", &["kind"]),
    ("behaviour_product", &["text"]),
    (
        "campaign",
        &["audience", "document", "kind", "offer", "other_document"],
    ),
    ("campaign_code", &["code"]),
    ("campaign_person", &["code", "part", "picks"]),
    (
        "catalogue_product",
        &[
            "category",
            "external_id",
            "picture",
            "status",
            "tags",
            "title",
            "url",
            "vendor",
        ],
    ),
    (
        "catalogue_variant",
        &["barcode", "currency", "key", "picture", "sku", "title"],
    ),
    (
        "checkout",
        &["currency", "discount_codes", "external_id", "number"],
    ),
    ("checkout_line", &["name", "sku"]),
    ("consent", &["channel", "proof", "source", "state"]),
    ("customer_pair", &["verdict"]),
    ("customer_pair_word", &["kind"]),
    ("day_sum", &["currency", "day"]),
    ("dismissed_notice", &["week_day"]),
    ("goal", &["currency"]),
    ("import", &["state"]),
    ("import_count", &["kind"]),
    ("import_file", &["kind", "name", "path", "platform"]),
    ("import_mapping", &["header_key", "mapping", "name"]),
    ("import_order", &["verdict"]),
    ("import_payments", &["are", "services"]),
    ("import_rejection", &["column_name"]),
    ("import_sighting", &["kind"]),
    ("inbox_cursor", &["folder"]),
    ("inbox_event", &["kind", "sentence", "verdict"]),
    ("ledger", &["kind"]),
    ("ledger_account_word", &["kind"]),
    ("ledger_due", &["what"]),
    ("ledger_order", &["external_id"]),
    ("ledger_state", &["joined"]),
    (
        "mail_account",
        &[
            "address",
            "auth",
            "client_id",
            "domain_dkim",
            "domain_dmarc",
            "domain_spf",
            "host",
            "imap_host",
            "imap_security",
            "imap_user",
            "name",
            "one_click_url",
            "paused_why",
            "preset",
            "reply_to",
            "security",
            "user_name",
        ],
    ),
    ("map_bands", &["currency"]),
    ("migration", &["name"]),
    ("noted_customer_word", &["kind"]),
    ("order_line", &["name", "sku", "vendor"]),
    (
        "orders",
        &[
            "country",
            "currency",
            "external_id",
            "number",
            "payment",
            "placed_day",
        ],
    ),
    ("outbox", &["channel", "reason", "stage", "state", "word"]),
    (
        "payment",
        &[
            "currency",
            "external_id",
            "fee_currency",
            "kind",
            "order_ref",
            "payment_ref",
            "status",
        ],
    ),
    ("product", &["key", "name", "sku", "vendor"]),
    ("programme", &["rules"]),
    ("referral_code", &["code"]),
    ("refund", &["currency", "external_id", "order_ref"]),
    ("reward", &["code", "terms", "valid_until"]),
    ("saved_block", &["block", "name"]),
    ("segment", &["name", "ready_made", "rules"]),
    ("segment_day", &["currency", "day"]),
    ("segment_snapshot", &["name", "rules"]),
    ("segment_version", &["name", "rules"]),
    ("sender_identity", &["name", "postal_address", "shop_page"]),
    ("sender_lease", &["machine"]),
    (
        "sending",
        &[
            "name",
            "paused_by",
            "paused_why",
            "segment_name",
            "state",
            "subject",
            "text",
        ],
    ),
    (
        "shop",
        &["country", "currency", "logo", "name", "time_zone"],
    ),
    ("source", &["name", "platform"]),
    ("suggestion_model", &["choice", "chosen_by"]),
    ("suggestion_rules", &["rules"]),
    ("suppressed_address", &["reason", "source"]),
    ("suppression", &["channel", "proof", "source"]),
];

struct Place {
    folder: tempfile::TempDir,
    store: Store,
}

impl Place {
    fn path(&self) -> PathBuf {
        self.folder.path().join("wren.pannier")
    }

    /// A connection as another program would have one.
    #[expect(clippy::disallowed_methods, reason = "plays another program")]
    fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }
}

fn shop() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let new = NewShop {
        name: "Wren & Willow".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let path = folder.path().join("wren.pannier");
    let store = Store::create(&path, &new, OpenOptions::new(Role::Owner), &NOON).unwrap();
    Place { folder, store }
}

fn begin(tx: &WriteTx, platform: &str, kind: &str) -> KeptPlace {
    let import = tx.insert_import(Timestamp(1)).unwrap();
    let file = NewImportFile {
        position: 0,
        name: "file.csv",
        path: "file.csv",
        content_hash: &[0; 32],
        platform,
        kind,
        rows: 0,
        verdicts: [0; 6],
        orders: [0; 3],
        customers: [0; 3],
        products_new: 0,
        newest_at: None,
    };
    KeptPlace {
        source: tx.ensure_source(platform, "").unwrap(),
        import,
        file: tx.insert_import_file(import, &file).unwrap(),
    }
}

fn order(number: i64, name: &str, email: &str) -> OrderContent {
    let goods = 2_000 + number;
    OrderContent {
        external_id: format!("4500{number}"),
        number: format!("#{number}"),
        placed_at: Timestamp(NOON.0.0 - (2_000 - number) * DAY / 10),
        currency: Currency::EUR,
        customer_name: name.to_owned(),
        email: email.to_owned(),
        phone: String::new(),
        customer_key: String::new(),
        city: String::new(),
        zip: String::new(),
        region: String::new(),
        country: "DE".to_owned(),
        gross: goods,
        discounts: 0,
        goods,
        gift_cards: 0,
        shipping: 490,
        tax: 0,
        goods_tax: 0,
        duties: 0,
        tip: 0,
        unexplained: 0,
        total: goods + 490,
        refunded: 0,
        goods_refunded: 0,
        units: 1,
        tax_included: true,
        is_test: false,
        gift_cards_only: false,
        fully_refunded: false,
        payment: Payment::Paid,
        cancelled_at: None,
        payment_method: String::new(),
        discount_codes: String::new(),
        channel: "web".to_owned(),
        device: String::new(),
        campaign: String::new(),
        tags: String::new(),
        accepts_marketing: None,
        lines: vec![LineContent {
            name: "Linen throw".to_owned(),
            sku: "LT-1".to_owned(),
            vendor: String::new(),
            quantity: 1,
            unit_price: goods * 100,
            amount: goods,
            discount: 0,
            gift_card: false,
        }],
    }
}

/// An order of the person, with all that can give them away.
fn her_order(number: i64) -> OrderContent {
    OrderContent {
        phone: "030 555 12345".to_owned(),
        customer_key: "gid-needle-77".to_owned(),
        city: "Needleham".to_owned(),
        zip: "N33-DL3".to_owned(),
        region: "Needleham Shire".to_owned(),
        tags: "needle-tag".to_owned(),
        payment_method: "PayPal of mara.moss@needle.example".to_owned(),
        discount_codes: "MARANEEDLE10".to_owned(),
        channel: "chat with Maraneedle Mossneedle".to_owned(),
        device: "phone of Maraneedle Mossneedle".to_owned(),
        campaign: "for mara.moss@needle.example".to_owned(),
        accepts_marketing: Some(true),
        ..order(number, "Maraneedle Mossneedle", "mara.moss@needle.example")
    }
}

fn her_profile(email: &str) -> SaidProfile {
    SaidProfile {
        content: CustomerContent {
            email: Some(email.to_owned()),
            phone: Some("+493055512345".to_owned()),
            first_name: "Maraneedle".to_owned(),
            last_name: "Mossneedle".to_owned(),
            company: "needleworks".to_owned(),
            address: "Needle Lane 7".to_owned(),
            city: "Needleham".to_owned(),
            zip: "N33-DL3".to_owned(),
            region: "Needleham Shire".to_owned(),
            country: "needleworks country".to_owned(),
            tags: "needle-tag".to_owned(),
            note: "needle note of the file".to_owned(),
            birthday: "02-29".to_owned(),
        },
        has: [true; 11],
    }
}

fn say(
    tx: &WriteTx,
    place: &KeptPlace,
    position: u64,
    key: &str,
    profile: SaidProfile,
) -> CustomerId {
    let said = CustomerSaid {
        key: Some(key.to_owned()),
        profile,
        consents: vec![ConsentSaid {
            channel: Channel::Email,
            state: ConsentState::Subscribed,
            dated_at: None,
        }],
        file: place.file,
        line: 2 + position,
    };
    tx.say_customer(place.import, place.source, position, &said, NOON.0)
        .unwrap()
}

fn insert(tx: &WriteTx, place: &KeptPlace, content: OrderContent) {
    let zone = tx.shop().unwrap().zone;
    let who = content.who("DE");
    let customer = who.map(|who| {
        tx.customer_of_order(place.import, place.source, &who, &content)
            .unwrap()
            .id
    });
    let to = OrderPlace {
        source: place.source,
        import: place.import,
        file: place.file,
        customer,
    };
    let mut writer = OrderWriter::new(tx, place.source).unwrap();
    let known = tx.known_order(place.source, &content.external_id).unwrap();
    let ready = ReadyOrder::new(content, zone);
    match known {
        Some(known) => writer.update(known.id, &to, &ready).unwrap(),
        None => {
            writer.insert(&to, &ready).unwrap();
        }
    }
}

fn payment(id: &str, number: &str, total: i64, at: Timestamp) -> PaymentContent {
    PaymentContent {
        external_id: id.to_owned(),
        occurred_at: at,
        kind: PaymentKind::Sale,
        status: PaymentStatus::Success,
        currency: Currency::EUR,
        amount: total,
        refunded: None,
        refunded_at: None,
        fee: None,
        fee_currency: None,
        method: Some("card of Maraneedle Mossneedle".to_owned()),
        email: Some("pays.with@needle.example".to_owned()),
        name: Some("Maraneedle Mossneedle".to_owned()),
        order_ref: None,
        order_text: Some(format!("Order {number} for Maraneedle Mossneedle")),
        payment_ref: None,
    }
}

/// Payments that count as orders, until the shop's own orders come, and people by their files.
fn bring_people(tx: &WriteTx) -> Result<[ImportId; 3], pannier_store::Error> {
    let paid = begin(tx, "stripe", "payments");
    let mut sale = order(900, "Maraneedle Mossneedle", "mara.moss@needle.example");
    sale.lines.clear();
    insert(tx, &paid, sale);
    let people = begin(tx, "shopify", "customers");
    let old = her_profile("old.address@needle.example");
    say(tx, &people, 0, "gid-needle-77", old);
    let mut other = her_profile("bo@other.example");
    other.content = CustomerContent {
        email: Some("bo@other.example".to_owned()),
        first_name: "Bo".to_owned(),
        last_name: "Other".to_owned(),
        ..CustomerContent::default()
    };
    say(tx, &people, 1, "2", other);
    let again = begin(tx, "shopify", "customers");
    let new = her_profile("mara.moss@needle.example");
    say(tx, &again, 0, "gid-needle-77", new);
    tx.insert_rejection(
        again.file,
        &NewRejection {
            line: 9,
            column: "Email",
            value: "mara.moss@needle.example;",
            reason: "“mara.moss@needle.example;” is not an e-mail address",
        },
    )?;
    Ok([paid.import, people.import, again.import])
}

/// Orders, of which one says something else later: what it said is kept for undo.
fn bring_orders(tx: &WriteTx) -> Result<[ImportId; 2], pannier_store::Error> {
    let orders = begin(tx, "shopify", "orders");
    for number in 1_001..=1_004 {
        insert(tx, &orders, her_order(number));
    }
    insert(tx, &orders, order(1_005, "Bo Other", "bo@other.example"));
    let later = begin(tx, "shopify", "orders");
    let mut changed = her_order(1_002);
    changed.refund_as_said(500);
    changed.payment = Payment::PartiallyRefunded;
    insert(tx, &later, changed);
    let cancel = Cancel::default();
    tx.say_of_payments(later.import, SalesAre::Same, &["stripe"], NOON.0, &cancel)?;
    Ok([orders.import, later.import])
}

/// A payment, a cart, and what she did on the site, from two addresses the same.
fn bring_others(tx: &WriteTx) -> Result<[ImportId; 3], pannier_store::Error> {
    let kept = begin(tx, "stripe", "payments");
    let third = her_order(1_003);
    tx.say_kept(
        &kept,
        payment("ch_3", "#1003", third.total, third.placed_at),
    )?;
    let carts = begin(tx, "shopify", "checkouts");
    tx.say_kept(
        &carts,
        CheckoutContent {
            external_id: "c-1".to_owned(),
            number: "c-1".to_owned(),
            left_at: NOON.0,
            currency: Currency::EUR,
            total: 700,
            email: "mara.moss@needle.example".to_owned(),
            phone: "030 555 12345".to_owned(),
            name: "Maraneedle Mossneedle".to_owned(),
            discount_codes: "MARANEEDLE10".to_owned(),
            lines: vec![],
        },
    )?;
    let points = begin(tx, "shopify", "balances");
    tx.say_kept(
        &points,
        BalanceContent {
            external_id: "mara.moss@needle.example".to_owned(),
            email: "mara.moss@needle.example".to_owned(),
            customer_key: "gid-needle-77".to_owned(),
            points: 40,
            earned_at: None,
            expires_at: None,
            note: "needle note".to_owned(),
        },
    )?;
    let looks = begin(tx, "shopify", "behaviour");
    let mut writer = BehaviourWriter::new(tx);
    for email in ["mara.moss@needle.example", "old.address@needle.example"] {
        let look = BehaviourContent {
            email: email.to_owned(),
            product: "LT-1".to_owned(),
            kind: BehaviourKind::View,
            at: NOON.0,
        };
        writer.say(&looks, &look)?;
    }
    Ok([kept.import, carts.import, looks.import])
}

/// Fills every column that holds what is personal, with others beside her. Returns her row.
fn fill(place: &Place) -> (CustomerId, Vec<ImportId>) {
    let mut imports = Vec::new();
    place
        .store
        .write(|tx| {
            imports.extend(bring_people(tx)?);
            imports.extend(bring_orders(tx)?);
            imports.extend(bring_others(tx)?);
            tx.settle_customers(&BTreeSet::new(), NOON.0, &Cancel::default())?;
            tx.link_kept()
        })
        .unwrap();
    let her = place
        .store
        .write(|tx| {
            let her = tx
                .customer_by_email("mara.moss@needle.example")?
                .unwrap()
                .id;
            let bo = tx.customer_by_email("bo@other.example")?.unwrap().id;
            tx.write_note(her, "needle note", NOON.0)?;
            tx.write_note(bo, "likes blue", NOON.0)?;
            tx.add_own_tag(&BTreeSet::from([her]), her, "needle-tag", NOON.0)?;
            tx.keep_customers_apart(her, bo, true, NOON.0)?;
            let list = tx.segments()?[0].id;
            tx.snapshot_segment(list, &[her, bo], NOON.0)?;
            Ok::<_, pannier_store::Error>(her)
        })
        .unwrap();
    fill_points(place, her);
    fill_mail(place, her);
    (her, imports)
}

/// A message to her, and what came back of it.
fn fill_mail(place: &Place, her: CustomerId) {
    let raw = place.raw();
    raw.execute_batch("INSERT INTO sending (id, word, name, subject, text, segment_name, state, paused_by, paused_why, holdout_share, late_minutes, created_at)
         VALUES (1, randomblob(16), 'May', 'Offers', 'Hello', 'All', 'draft', '', '', 0, 60, 0)")
        .unwrap();
    place
        .store
        .write(|tx| {
            tx.plan_outbox(
                1,
                &[her],
                &Words,
                NOON.0,
                &Reporter::default(),
                &Cancel::default(),
            )?;
            tx.suppress_address(&NewSuppression {
                address: "mara.moss@needle.example",
                reason: SuppressionReason::Bounced,
                source: "a mail that came back",
                said: "550 <mara.moss@needle.example> unknown",
                at: NOON.0,
            })?;
            let row = tx.outbox_of_customer(her)?[0].id;
            tx.add_inbox_event(
                &NewInboxEvent {
                    account: None,
                    known_by: "<1@mail.example>",
                    kind: EventKind::Bounce,
                    verdict: EventVerdict::Acted,
                    sentence: "The address does not exist",
                    outbox: Some(row),
                    address: "mara.moss@needle.example",
                    said: "550 <mara.moss@needle.example> unknown",
                    arrived_at: NOON.0,
                },
                NOON.0,
            )
        })
        .unwrap();
    raw.execute(
        "UPDATE outbox SET country = 'Needleham', said = '550 mara.moss@needle.example'",
        [],
    )
    .unwrap();
}

struct Words;

impl PlanWords for Words {
    fn word(&self, _: &str, customer: CustomerId) -> String {
        format!("w{}", customer.0)
    }

    fn is_held_out(&self, _: CustomerId) -> bool {
        false
    }
}

/// Points of hers, with a reason in the merchant's words.
fn fill_points(place: &Place, her: CustomerId) {
    let raw = place.raw();
    raw.execute_batch(&format!(
        "INSERT INTO ledger_account (id, customer_id, holder_id, opened_at) VALUES (1, {}, 1, 0);
         INSERT INTO ledger_account_word (account_id, kind, source_id, word)
         VALUES (1, 'email', 0, 'mara.moss@needle.example');
         INSERT INTO ledger (id, account_id, points, kind, recorded_at, effective_at, counts_from, part, rule, sequence)
         VALUES (1, 1, 20, 'adjust', 0, 0, 0, 0, 0, 0);
         INSERT INTO ledger_holder (account_id, points, owed) VALUES (1, 20, 0);
         INSERT INTO ledger_lot (row_id, holder_id, points, earned_at, counts_from) VALUES (1, 1, 20, 0, 0);
         INSERT INTO ledger_reason (row_id, reason) VALUES (1, 'sorry, Maraneedle Mossneedle');",
        her.0
    ))
    .unwrap();
}

/// Columns of text by table: those of the schema itself.
fn text_columns(raw: &rusqlite::Connection) -> BTreeMap<String, BTreeSet<String>> {
    let mut statement = raw
        .prepare(
            "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
              WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
                AND c.type = 'TEXT'",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (table, column): (String, String) = row.unwrap();
        columns.entry(table).or_default().insert(column);
    }
    columns
}

fn listed(lists: &[&[(&str, &[&str])]]) -> BTreeMap<String, BTreeSet<String>> {
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, names) in lists.iter().copied().flatten() {
        let of = columns.entry((*table).to_owned()).or_default();
        for name in *names {
            assert!(
                of.insert((*name).to_owned()),
                "{table}.{name} is listed once"
            );
        }
    }
    columns
}

/// Rows of a column in which one of the needles stands.
fn hits(raw: &rusqlite::Connection, table: &str, column: &str) -> i64 {
    let tests: Vec<String> = NEEDLES
        .iter()
        .map(|needle| format!("instr(lower({column}), lower('{needle}')) > 0"))
        .collect();
    let sql = format!("SELECT count(*) FROM {table} WHERE {}", tests.join(" OR "));
    raw.query_row(&sql, [], |row| row.get(0)).unwrap()
}

fn sums(raw: &rusqlite::Connection) -> Vec<String> {
    let mut statement = raw
        .prepare(
            "SELECT id || ' ' || gross || ' ' || discounts || ' ' || goods || ' ' || shipping || ' ' || tax
                 || ' ' || total || ' ' || refunded || ' ' || goods_refunded || ' ' || units || ' ' || placed_at
                 || ' ' || country || ' ' || (customer_id IS NULL)
               FROM orders ORDER BY id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Where the file, its log or its memory map hold one of the needles, in any case of letters.
fn bytes_held(path: &Path) -> Vec<String> {
    let mut held = Vec::new();
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let Ok(bytes) = std::fs::read(&name) else {
            continue;
        };
        let lower = bytes.to_ascii_lowercase();
        for needle in NEEDLES {
            let needle = needle.to_lowercase();
            if lower
                .windows(needle.len())
                .any(|part| part == needle.as_bytes())
            {
                held.push(format!("{needle} in the file{suffix}"));
            }
        }
        // The index for search holds words in parts.
        for word in ["maraneedle", "mossneedle", "needleham", "needleworks"] {
            for length in 4..word.len() {
                let part = &word[..length];
                let is_bare = part != "need" && part != "mara" && part != "moss";
                if is_bare && lower.windows(length).any(|found| found == part.as_bytes()) {
                    held.push(format!("{part} in the file{suffix}"));
                    break;
                }
            }
        }
    }
    held
}

#[test]
fn every_column_of_text_is_known_to_be_personal_or_not() {
    let place = shop();
    let raw = place.raw();
    assert_eq!(
        text_columns(&raw),
        listed(&[PERSONAL, NOT_PERSONAL]),
        "a new column of text is listed as personal, and then erased, or as not personal"
    );
}

#[test]
fn nothing_of_an_erased_person_is_left_in_the_file() {
    let place = shop();
    let (her, _) = fill(&place);
    let raw = place.raw();
    for (table, columns) in PERSONAL {
        for column in *columns {
            assert!(
                hits(&raw, table, column) > 0,
                "{table}.{column} holds something of hers"
            );
        }
    }
    let held = bytes_held(&place.path());
    for needle in NEEDLES {
        let needle = needle.to_lowercase();
        let is_held = held.iter().any(|found| found.starts_with(&needle));
        assert!(is_held, "{needle} is in the file before");
    }
    let before = sums(&raw);
    let days_before = place.store.read(|tx| tx.day_sums()).unwrap();
    let old = place.store.back_up(BackupReason::Asked, &NOON).unwrap();
    let erasure = place.store.erase_customer(her, NOON.0).unwrap();
    assert!(erasure.overwritten, "nobody else reads");
    assert_eq!(erasure.counts.orders, 4);
    assert_eq!(erasure.backups, [old], "the copy that holds her is named");
    for (table, columns) in text_columns(&raw) {
        for column in columns {
            assert_eq!(hits(&raw, &table, &column), 0, "{table}.{column}");
        }
    }
    assert_eq!(sums(&raw), before, "no sum of any order changes");
    assert_eq!(place.store.read(|tx| tx.day_sums()).unwrap(), days_before);
    assert_eq!(bytes_held(&place.path()), Vec::<String>::new());
    let health = place.store.read(|tx| tx.health()).unwrap();
    assert_eq!(health.findings, []);
    // The other stays as he was.
    let bo = place
        .store
        .read(|tx| {
            let bo = tx.customer_by_email("bo@other.example")?.unwrap().id;
            Ok::<_, pannier_store::Error>((
                tx.stored_customer(bo)?.last_name,
                tx.customer_notes(&BTreeSet::from([bo]))?.len(),
            ))
        })
        .unwrap();
    assert_eq!(bo, ("Other".to_owned(), 1));
    let points: i64 = raw
        .query_row("SELECT sum(points) FROM ledger", [], |row| row.get(0))
        .unwrap();
    assert_eq!(points, 20, "the ledger is never shortened");
    let again = place.store.erase_customer(her, NOON.0);
    assert!(again.is_err(), "there is nobody left to erase");
}

#[test]
fn no_undo_in_any_order_brings_an_erased_person_back() {
    for sequence in [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [7, 6, 5, 4, 3, 2, 1, 0],
        [4, 2, 0, 6, 1, 3, 7, 5],
    ] {
        let place = shop();
        let (her, imports) = fill(&place);
        place.store.erase_customer(her, NOON.0).unwrap();
        for index in sequence {
            place
                .store
                .write(|tx| {
                    tx.revert_import(
                        imports[index],
                        NOON.0,
                        &Reporter::default(),
                        &Cancel::default(),
                    )
                })
                .unwrap();
            let raw = place.raw();
            for (table, columns) in text_columns(&raw) {
                for column in columns {
                    assert_eq!(
                        hits(&raw, &table, &column),
                        0,
                        "{table}.{column} after {index}"
                    );
                }
            }
            let health = place.store.read(|tx| tx.health()).unwrap();
            assert_eq!(health.findings, [], "after {index} of {sequence:?}");
        }
    }
}

#[test]
fn an_older_copy_that_is_put_back_is_without_whom_was_erased_since() {
    let place = shop();
    let (her, _) = fill(&place);
    let old = place.store.back_up(BackupReason::Asked, &NOON).unwrap();
    place.store.erase_customer(her, NOON.0).unwrap();
    let path = place.path();
    let Place { folder, store } = place;
    drop(store);
    pannier_store::restore(&path, &old.name, &NOON).unwrap();
    assert_eq!(bytes_held(&path), Vec::<String>::new());
    let store = Store::open(&path, OpenOptions::new(Role::Owner), &NOON).unwrap();
    let place = Place { folder, store };
    let (known, orders, erased) = place
        .store
        .read(|tx| {
            Ok::<_, pannier_store::Error>((
                tx.customer_by_email("mara.moss@needle.example")?,
                tx.facts()?.order.len(),
                tx.erased_customers()?.len(),
            ))
        })
        .unwrap();
    assert_eq!((known, orders, erased), (None, 5, 1));
    let health = place.store.read(|tx| tx.health()).unwrap();
    assert_eq!(health.findings, []);
}

#[test]
fn what_speaks_of_an_erased_person_again_speaks_of_nobody() {
    let place = shop();
    let (her, _) = fill(&place);
    place.store.erase_customer(her, NOON.0).unwrap();
    let (erased, source) = place
        .store
        .read(|tx| Ok::<_, pannier_store::Error>((tx.erased()?, tx.source("shopify", "")?)))
        .unwrap();
    // By address, by id, by number without an address, and by the order itself.
    let by_address = order(70, "M M", "mara.moss@needle.example");
    let mut by_id = order(71, "M M", "new@needle.example");
    "gid-needle-77".clone_into(&mut by_id.customer_key);
    let mut by_phone = order(72, "M M", "");
    "030 555 12345".clone_into(&mut by_phone.phone);
    let by_order = order(1_001, "M M", "");
    let mut by_minute = order(1_001, "M M", "");
    "#1001@12345".clone_into(&mut by_minute.external_id);
    for mut content in [by_address, by_id, by_phone, by_order, by_minute] {
        assert!(
            erased.blank_order(source, "DE", &mut content),
            "{content:?}"
        );
        assert_eq!(
            (content.customer_name.as_str(), content.email.as_str()),
            ("", "")
        );
        assert!(matches!(content.who("DE"), Some(Who::Key(_))));
    }
    let mut other = order(73, "Bo Other", "bo@other.example");
    assert!(!erased.blank_order(source, "DE", &mut other));
    let has = |key, email, phone| erased.has_customer(source, key, email, phone);
    assert!(
        has(None, Some("old.address@needle.example"), None),
        "an address of before"
    );
    assert!(has(None, None, Some("+493055512345")));
    assert!(!has(
        Some("2"),
        Some("bo@other.example"),
        Some("+493055512345")
    ));
}
