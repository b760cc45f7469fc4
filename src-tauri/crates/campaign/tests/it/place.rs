//! A shop file with people who agreed to get mail, and a message to them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use pannier_campaign::{Ended, Footer, RunInput, Running, Variables, plan, run};
use pannier_core::{Cancel, Clock, Currency, CustomerId, Messenger, Reporter, Timestamp};
use pannier_store::{
    AuthKind, MailAccountSettings, NewShop, OpenOptions, OutboxRow, OutboxState, Planned, Role,
    Security, SenderIdentity, SendingSettings, Store,
};

pub(crate) const NOON: Timestamp = Timestamp(1_782_820_800_000);
pub(crate) const MINUTE: i64 = 60_000;

/// A clock that goes where it is put.
#[derive(Debug, Clone, Default)]
pub(crate) struct SetClock(pub(crate) Arc<AtomicI64>);

impl SetClock {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    pub(crate) fn add(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) struct Place {
    /// Gone when the place is, unless it is somebody else's.
    #[expect(dead_code, reason = "it is there to be dropped")]
    pub(crate) folder: Option<tempfile::TempDir>,
    pub(crate) path: PathBuf,
    pub(crate) store: Store,
    pub(crate) clock: SetClock,
    pub(crate) account: i64,
}

pub(crate) fn variables() -> Variables<'static> {
    Variables {
        names: Vec::new(),
        of: &|_, _| Ok(BTreeMap::new()),
        letters: None,
        footer: Footer {
            language: "en",
            why: "You agreed to get mail from {shop}.",
            unsubscribe: "Unsubscribe",
        },
    }
}

pub(crate) fn account() -> MailAccountSettings {
    MailAccountSettings {
        address: "shop@wren.example".into(),
        name: String::new(),
        reply_to: String::new(),
        preset: String::new(),
        host: "127.0.0.1".into(),
        port: 2525,
        security: Security::Plain,
        user_name: String::new(),
        auth: AuthKind::None,
        client_id: String::new(),
        per_second: None,
        per_minute: None,
        per_hour: None,
        per_day: None,
        reserve_percent: 10,
        ramp_from: None,
        connections: 4,
        per_connection: 100,
        imap_host: String::new(),
        imap_port: 993,
        imap_security: Security::Tls,
        imap_user: String::new(),
        plus_addressing: false,
        one_click_url: String::new(),
    }
}

pub(crate) fn message() -> SendingSettings {
    SendingSettings {
        name: "May".into(),
        subject: "Offers for {{ first_name or \"you\" }}".into(),
        text: "Dear {{ name or \"reader\" }},\n\nlook at https://wren.example/may.".into(),
        segment: None,
        segment_name: "Everybody".into(),
        account: None,
        holdout_share: 0,
        starts_at: None,
        quiet: None,
        late_minutes: 120,
    }
}

impl Place {
    /// A shop with so many people who agreed: 1 is p1@example.com, and so on.
    pub(crate) fn with(people: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self::within(folder.path(), people);
        Self {
            folder: Some(folder),
            ..place
        }
    }

    /// The same in that folder.
    pub(crate) fn within(folder: &Path, people: usize) -> Self {
        let path = folder.join("wren.pannier");
        let new = NewShop {
            name: "Wren & Willow".into(),
            currency: Currency::EUR,
            country: "DE".into(),
            zone: "Europe/Berlin".parse().unwrap(),
            is_sample: false,
        };
        let clock = SetClock::at(NOON);
        let store = Store::create(&path, &new, OpenOptions::new(Role::Owner), &clock).unwrap();
        fill(&path, people);
        let account = store
            .write(|tx| {
                tx.set_sender_identity(&SenderIdentity {
                    name: "Wren & Willow".into(),
                    postal_address: "Lane 1\n10115 Berlin".into(),
                    shop_page: String::new(),
                })?;
                tx.add_mail_account(&account(), NOON)
            })
            .unwrap();
        Self {
            folder: None,
            path,
            store,
            clock,
            account,
        }
    }

    pub(crate) fn change_account(&self, change: impl FnOnce(&mut MailAccountSettings)) {
        let mut said = account();
        change(&mut said);
        self.store
            .write(|tx| tx.change_mail_account(self.account, &said))
            .unwrap();
    }

    /// A connection as another program would have one.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        raw(&self.path)
    }

    pub(crate) fn everyone(&self) -> Vec<CustomerId> {
        let raw = self.raw();
        let mut all = raw.prepare("SELECT id FROM customer ORDER BY id").unwrap();
        let rows = all.query_map([], |row| row.get(0).map(CustomerId)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    pub(crate) fn write(&self, change: impl FnOnce(&mut SendingSettings)) -> i64 {
        let mut said = message();
        said.account = Some(self.account);
        change(&mut said);
        self.store
            .write(|tx| tx.write_sending(None, &said, self.clock.now()))
            .unwrap()
    }

    pub(crate) fn plan(&self, sending: i64) -> Planned {
        let (reporter, cancel) = (Reporter::default(), Cancel::default());
        let people = self.everyone();
        let now = self.clock.now();
        plan(
            &self.store,
            sending,
            &people,
            &variables(),
            now,
            &reporter,
            &cancel,
        )
        .unwrap()
    }

    /// A message to everybody, planned.
    pub(crate) fn planned(&self, change: impl FnOnce(&mut SendingSettings)) -> i64 {
        let sending = self.write(change);
        self.plan(sending);
        sending
    }

    pub(crate) fn run(&self, sending: i64, lines: Vec<Box<dyn Messenger + '_>>) -> Ended {
        self.run_or_why(sending, lines).unwrap()
    }

    pub(crate) fn run_or_why(
        &self,
        sending: i64,
        lines: Vec<Box<dyn Messenger + '_>>,
    ) -> pannier_campaign::Result<Ended> {
        let variables = variables();
        let input = RunInput {
            sending,
            variables: &variables,
            headers: &[],
            machine: "here",
            although_late: false,
        };
        run(
            &self.store,
            &self.clock,
            &input,
            lines,
            &Running::default(),
            &Cancel::default(),
        )
    }

    pub(crate) fn rows(&self, sending: i64) -> Vec<OutboxRow> {
        rows(&self.store, sending)
    }

    pub(crate) fn row(&self, sending: i64, address: &str) -> OutboxRow {
        let mut rows = self.rows(sending).into_iter();
        rows.find(|row| row.address == address).unwrap()
    }

    pub(crate) fn count(&self, sending: i64, state: OutboxState) -> usize {
        self.rows(sending)
            .iter()
            .filter(|row| row.state == state)
            .count()
    }
}

pub(crate) fn rows(store: &Store, sending: i64) -> Vec<OutboxRow> {
    store
        .read(|tx| {
            tx.outbox_page(
                sending,
                &pannier_store::OutboxFilter::default(),
                0,
                1_000_000,
            )
        })
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "plays another program")]
pub(crate) fn raw(path: &Path) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    raw
}

/// People who agreed, with a yes of their own.
fn fill(path: &Path, people: usize) {
    let raw = raw(path);
    raw.execute_batch(&format!(
        "BEGIN;
         INSERT INTO import (id, state, applied_at) VALUES (1, 'applied', 0);
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {people})
         INSERT INTO customer (id, email, first_name, last_name, company, address, city, zip, region, country,
                               tags, note, import_id)
         SELECT n, 'p' || n || '@example.com', 'Ann', 'Number' || n, '', '', '', '', '', 'DE', '', '', 1
           FROM n WHERE {people} > 0;
         INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
         SELECT id, 'email', 'subscribed', 'person', 0, 0, 'a form' FROM customer;
         COMMIT;"
    ))
    .unwrap();
}
