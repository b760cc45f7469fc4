//! A shop in a temporary file, with orders written to it as imports write them.

use std::{cell::Cell, collections::BTreeSet};

use pannier_core::{
    Cancel, Currency, CustomerId, FixedClock, ImportId, Reporter, SourceId, Timestamp,
};
use pannier_loyalty::{Balance, Error, Posted, Programme};
use pannier_store::{
    LedgerRow, LineContent, NewImportFile, NewShop, OpenOptions, OrderContent, OrderPlace,
    OrderWriter, Payment, ReadyOrder, Role, Store, Who, WriteTx,
};

pub(crate) const HOUR: i64 = 3_600_000;
pub(crate) const DAY: i64 = 24 * HOUR;

/// An order as a file says it. Amounts are cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) number: u32,
    /// Whose it is; nothing for someone whom nobody knows.
    pub(crate) email: Option<String>,
    pub(crate) placed_at: Timestamp,
    pub(crate) goods: i64,
    pub(crate) discounts: i64,
    pub(crate) refunded: i64,
    pub(crate) cancelled_at: Option<Timestamp>,
    pub(crate) is_test: bool,
    pub(crate) currency: Currency,
    pub(crate) codes: String,
    /// SKU, pieces, amount of each.
    pub(crate) lines: Vec<(&'static str, i64, i64)>,
}

impl Said {
    pub(crate) fn plain(number: u32, email: &str, placed_at: &str, goods: i64) -> Self {
        Self {
            number,
            email: (!email.is_empty()).then(|| email.to_owned()),
            placed_at: at(placed_at),
            goods,
            discounts: 0,
            refunded: 0,
            cancelled_at: None,
            is_test: false,
            currency: Currency::EUR,
            codes: String::new(),
            lines: Vec::new(),
        }
    }

    pub(crate) fn refunded(mut self, amount: i64) -> Self {
        self.refunded = amount;
        self
    }

    fn content(&self) -> OrderContent {
        let gross = self.goods + self.discounts;
        let lines = if self.lines.is_empty() {
            vec![("LAMP", 1, gross)]
        } else {
            self.lines.clone()
        };
        let all: i64 = lines.iter().map(|(_, _, amount)| amount).sum();
        assert_eq!(all, gross, "lines add up to the order");
        let weights: Vec<i64> = lines.iter().map(|(_, _, amount)| *amount).collect();
        let discounts = pannier_core::largest_remainder(self.discounts, &weights);
        let units = lines.iter().map(|(_, pieces, _)| pieces).sum();
        OrderContent {
            external_id: format!("G{}", self.number),
            number: format!("#{}", self.number),
            placed_at: self.placed_at,
            currency: self.currency,
            customer_name: "Ada Lind".to_owned(),
            email: self.email.clone().unwrap_or_default(),
            phone: String::new(),
            customer_key: String::new(),
            city: String::new(),
            zip: String::new(),
            region: String::new(),
            country: "DE".to_owned(),
            gross,
            discounts: self.discounts,
            goods: self.goods,
            gift_cards: 0,
            shipping: 0,
            tax: 0,
            goods_tax: 0,
            duties: 0,
            tip: 0,
            unexplained: 0,
            total: self.goods,
            refunded: self.refunded,
            goods_refunded: self.refunded.clamp(0, self.goods.max(0)),
            units,
            tax_included: true,
            is_test: self.is_test,
            gift_cards_only: false,
            fully_refunded: self.refunded > 0 && self.refunded >= self.goods,
            payment: Payment::Paid,
            cancelled_at: self.cancelled_at,
            payment_method: String::new(),
            discount_codes: self.codes.clone(),
            channel: String::new(),
            device: String::new(),
            campaign: String::new(),
            tags: String::new(),
            accepts_marketing: None,
            lines: lines
                .iter()
                .zip(discounts)
                .map(|((sku, pieces, amount), discount)| LineContent {
                    name: sku.to_lowercase(),
                    sku: (*sku).to_owned(),
                    vendor: "Fern".to_owned(),
                    quantity: *pieces,
                    unit_price: 0,
                    amount: *amount,
                    discount,
                    gift_card: false,
                })
                .collect(),
        }
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) struct Shop {
    _folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) now: Cell<Timestamp>,
    source: SourceId,
}

pub(crate) fn shop(now: &str) -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let new = NewShop {
        name: "Fern & Field".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let path = folder.path().join("fern.pannier");
    let now = at(now);
    let options = OpenOptions::new(Role::Owner);
    let store = Store::create(&path, &new, options, &FixedClock(now)).unwrap();
    let source = store
        .write(|tx| tx.ensure_source("shopify", "Fern & Field"))
        .unwrap();
    Shop {
        _folder: folder,
        store,
        now: Cell::new(now),
        source,
    }
}

impl Shop {
    pub(crate) fn now(&self) -> Timestamp {
        self.now.get()
    }

    pub(crate) fn pass(&self, hours: i64) {
        self.now.set(Timestamp(self.now().0 + hours * HOUR));
    }

    pub(crate) fn go_to(&self, moment: &str) {
        self.now.set(at(moment));
    }

    /// Writes orders as an import does: new ones, changed ones, and those that say the same.
    pub(crate) fn import_in(&self, tx: &WriteTx, orders: &[Said]) -> ImportId {
        let now = self.now();
        let import = tx.insert_import(now).unwrap();
        let rows = orders.len() as u64;
        let file = NewImportFile {
            position: 0,
            name: "orders.csv",
            path: "orders.csv",
            content_hash: &[0; 32],
            platform: "shopify",
            kind: "orders",
            rows,
            verdicts: [rows, 0, 0, 0, 0, 0],
            orders: [rows, 0, 0],
            customers: [0, 0, 0],
            products_new: 0,
            newest_at: None,
        };
        let file = tx.insert_import_file(import, &file).unwrap();
        let zone = tx.shop().unwrap().zone;
        let mut touched = BTreeSet::new();
        {
            let mut writer = OrderWriter::new(tx, self.source).unwrap();
            for said in orders {
                let content = said.content();
                let who = said.email.as_ref().map(|email| Who::Email(email.clone()));
                let customer = who.as_ref().map(|who| {
                    tx.customer_of_order(import, self.source, who, &content)
                        .unwrap()
                        .id
                });
                let place = OrderPlace {
                    source: self.source,
                    import,
                    file,
                    customer,
                };
                let ready = ReadyOrder::new(content.clone(), zone);
                match tx.known_order(self.source, &content.external_id).unwrap() {
                    None => {
                        writer.insert(&place, &ready).unwrap();
                    }
                    Some(known) => {
                        let stored = tx.stored_order(known.id).unwrap();
                        if stored.content == content && stored.customer == customer {
                            writer.keep(known.id, &place).unwrap();
                        } else {
                            touched.extend(stored.customer);
                            touched.extend(customer);
                            writer.update(known.id, &place, &ready).unwrap();
                        }
                    }
                }
            }
        }
        tx.settle_customers(&touched, now, &Cancel::default())
            .unwrap();
        import
    }

    /// Imports, and posts in the same transaction.
    pub(crate) fn import(&self, orders: &[Said]) -> ImportId {
        self.write(|tx| {
            let import = self.import_in(tx, orders);
            pannier_loyalty::post(tx, self.now())?;
            Ok(import)
        })
        .unwrap()
    }

    pub(crate) fn undo_in(&self, tx: &WriteTx, import: ImportId) {
        tx.revert_import(import, self.now(), &Reporter::default(), &Cancel::default())
            .unwrap();
    }

    pub(crate) fn undo(&self, import: ImportId) {
        self.write(|tx| {
            self.undo_in(tx, import);
            pannier_loyalty::post(tx, self.now())
        })
        .unwrap();
    }

    pub(crate) fn post(&self) -> Posted {
        self.write(|tx| pannier_loyalty::post(tx, self.now()))
            .unwrap()
    }

    pub(crate) fn set(&self, programme: &Programme, starts_at: Option<&str>) {
        let starts_at = starts_at.map(at);
        self.write(|tx| pannier_loyalty::set_programme(tx, programme, starts_at, self.now()))
            .unwrap();
    }

    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&WriteTx) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.store.write(work)
    }

    pub(crate) fn customer(&self, email: &str) -> Option<CustomerId> {
        self.store
            .read(|tx| tx.customer_by_email(email))
            .unwrap()
            .map(|known| known.id)
    }

    /// What someone has, by address.
    pub(crate) fn balance(&self, email: &str) -> Balance {
        let customer = self.customer(email).expect("a customer with that address");
        self.store
            .read(|tx| pannier_loyalty::balance(tx, customer, self.now()))
            .unwrap()
    }

    pub(crate) fn available(&self, email: &str) -> i64 {
        self.balance(email).available
    }

    pub(crate) fn rows(&self) -> Vec<LedgerRow> {
        self.store.read(|tx| tx.ledger_rows()).unwrap()
    }

    /// Words and points of all rows, in the order they were written: `earn +10`.
    pub(crate) fn told(&self) -> Vec<String> {
        self.rows()
            .iter()
            .map(|row| format!("{} {:+}", row.kind.word(), row.points))
            .collect()
    }

    /// Nothing is wrong with the file; posting again, or working all out anew, changes nothing.
    pub(crate) fn assert_settled(&self) {
        let health = self.store.read(|tx| tx.health()).unwrap();
        assert_eq!(health.findings, [], "the doctor has nothing to say");
        let before = self.rows();
        assert_eq!(self.post().rows, 0, "posting again adds nothing");
        self.write(|tx| {
            tx.everything_is_due()?;
            let posted = pannier_loyalty::post(tx, self.now())?;
            assert_eq!(posted.rows, 0, "looking at everything adds nothing");
            let differing = pannier_loyalty::rebuild(tx, self.now())?;
            assert!(
                differing.is_empty(),
                "the ledger alone says the same, not of {differing:?}"
            );
            Ok(())
        })
        .unwrap();
        assert_eq!(self.rows(), before);
    }
}
