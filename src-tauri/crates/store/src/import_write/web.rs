//! What hangs together by an id, an address or a number: customers, rows of customers files,
//! orders.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use pannier_core::{SourceId, Timestamp};
use rusqlite::{Row, ToSql, named_params};

use super::{SaidProfile, Who, said::who};
use crate::{Error, Result, WriteTx};

/// Something that a customer can be known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Word {
    Email(String),
    Phone(String),
    Key(i64, String),
}

impl Word {
    pub(super) fn of(who: Who, source: SourceId) -> Self {
        match who {
            Who::Email(email) => Self::Email(email),
            Who::Phone(phone) => Self::Phone(phone),
            Who::Key(key) => Self::Key(source.0, key),
        }
    }
}

/// Where reading again begins: customers that an undone import touched, each with the words that
/// it knew them by, and orders that have no customer for now.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) customers: BTreeMap<i64, Vec<Word>>,
    pub(super) orders: Vec<i64>,
}

/// A row of a customers file that stands.
pub(super) struct Said {
    pub(super) customer: i64,
    pub(super) source: SourceId,
    pub(super) key: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) profile: SaidProfile,
    /// It says no on some channel.
    pub(super) says_no: bool,
}

/// An order, as far as it tells whose it is.
pub(super) struct OrderOf {
    pub(super) id: i64,
    pub(super) source: SourceId,
    pub(super) customer: Option<i64>,
    pub(super) who: Option<Who>,
    pub(super) name: String,
    pub(super) placed_at: Timestamp,
    pub(super) is_ticked: bool,
}

/// What hangs together.
#[derive(Default)]
pub(super) struct Web {
    pub(super) customers: BTreeSet<i64>,
    pub(super) words: HashSet<Word>,
    /// By import and position.
    pub(super) said: BTreeMap<(i64, i64), Said>,
    /// By the import that they read as, and their row.
    pub(super) orders: BTreeMap<(i64, i64), OrderOf>,
    /// Still to be looked up.
    new_customers: Vec<i64>,
    new_words: Vec<Word>,
}

impl Web {
    pub(super) fn add_customer(&mut self, id: i64) {
        if self.customers.insert(id) {
            self.new_customers.push(id);
        }
    }

    fn add_word(&mut self, word: Word) {
        if self.words.insert(word.clone()) {
            self.new_words.push(word);
        }
    }
}

const SAID: &str = "SELECT s.import_id, s.position, s.customer_id, s.source_id, s.external_id,
         s.email, s.phone, p.profile,
         (ifnull(s.accepts_email, 1) <> 1 OR ifnull(s.accepts_sms, 1) <> 1
           OR ifnull(s.accepts_whats_app, 1) <> 1) AS says_no
    FROM import_customer s JOIN said_profile p ON p.hash = s.profile_hash WHERE ";
const ORDERS: &str = "SELECT o.id, o.source_id, o.customer_id, o.email, o.phone, o.customer_key, o.country, o.customer_name,
         o.placed_at, o.accepts_marketing IS 1 AS is_ticked, f.import_id
    FROM orders o JOIN import_file f ON f.id = o.import_file_id WHERE ";

impl WriteTx<'_> {
    /// Follows ids, addresses and numbers until nothing new turns up.
    pub(super) fn gather(&self, web: &mut Web, touched: &Touched, country: &str) -> Result<()> {
        loop {
            if let Some(id) = web.new_customers.pop() {
                for word in touched.customers.get(&id).into_iter().flatten() {
                    web.add_word(word.clone());
                }
                self.gather_said(web, "s.customer_id = :id", named_params! { ":id": id })?;
                self.gather_orders(web, "o.customer_id = :id", id, country)?;
                self.gather_words(web, id)?;
            } else if let Some(word) = web.new_words.pop() {
                self.gather_by(web, &word)?;
            } else {
                return Ok(());
            }
        }
    }

    fn gather_said(
        &self,
        web: &mut Web,
        filter: &str,
        params: &[(&str, &dyn ToSql)],
    ) -> Result<()> {
        let mut statement = self.connection().prepare_cached(&[SAID, filter].concat())?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            let place = (row.get("import_id")?, row.get("position")?);
            if web.said.contains_key(&place) {
                continue;
            }
            let said = said_of(row)?;
            web.add_customer(said.customer);
            if let Some(key) = &said.key {
                web.add_word(Word::Key(said.source.0, key.clone()));
            }
            match (&said.email, &said.phone) {
                (Some(email), _) => web.add_word(Word::Email(email.clone())),
                (None, Some(phone)) => web.add_word(Word::Phone(phone.clone())),
                (None, None) => {}
            }
            web.said.insert(place, said);
        }
        Ok(())
    }

    pub(super) fn gather_orders(
        &self,
        web: &mut Web,
        filter: &str,
        id: i64,
        country: &str,
    ) -> Result<()> {
        let mut statement = self
            .connection()
            .prepare_cached(&[ORDERS, filter].concat())?;
        let mut rows = statement.query(named_params! { ":id": id })?;
        while let Some(row) = rows.next()? {
            let order = OrderOf {
                id: row.get("id")?,
                source: SourceId(row.get("source_id")?),
                customer: row.get("customer_id")?,
                who: who(
                    &row.get::<_, String>("email")?,
                    &row.get::<_, String>("phone")?,
                    &row.get::<_, String>("customer_key")?,
                    &row.get::<_, String>("country")?,
                    country,
                ),
                name: row.get("customer_name")?,
                placed_at: Timestamp(row.get("placed_at")?),
                is_ticked: row.get("is_ticked")?,
            };
            if let Some(who) = order.who.clone() {
                web.add_word(Word::of(who, order.source));
            }
            web.orders.insert((row.get("import_id")?, order.id), order);
        }
        Ok(())
    }

    /// What a customer is known by now.
    pub(super) fn gather_words(&self, web: &mut Web, id: i64) -> Result<()> {
        let sql = "SELECT email, phone FROM customer WHERE id = :id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(named_params! { ":id": id })?;
        while let Some(row) = rows.next()? {
            match (row.get("email")?, row.get("phone")?) {
                (Some(email), _) => web.add_word(Word::Email(email)),
                (None, Some(phone)) => web.add_word(Word::Phone(phone)),
                (None, None) => {}
            }
        }
        let sql = "SELECT source_id, external_id FROM customer_key WHERE customer_id = :id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(named_params! { ":id": id })?;
        while let Some(row) = rows.next()? {
            web.add_word(Word::Key(row.get("source_id")?, row.get("external_id")?));
        }
        Ok(())
    }

    /// Who else is known by a word, or was.
    fn gather_by(&self, web: &mut Web, word: &Word) -> Result<()> {
        let customers = match word {
            Word::Email(email) => {
                let params = named_params! { ":email": email };
                self.gather_said(web, "s.email = :email", params)?;
                self.ids("SELECT id FROM customer WHERE email = :email", params)?
            }
            Word::Phone(phone) => {
                let params = named_params! { ":phone": phone };
                self.gather_said(web, "s.phone = :phone AND s.email IS NULL", params)?;
                self.ids(
                    "SELECT id FROM customer WHERE phone = :phone AND email IS NULL",
                    params,
                )?
            }
            Word::Key(source, key) => {
                let params = named_params! { ":source": source, ":key": key };
                let filter = "s.source_id = :source AND s.external_id = :key";
                self.gather_said(web, filter, params)?;
                self.ids(
                    "SELECT customer_id FROM customer_key WHERE source_id = :source AND external_id = :key",
                    params,
                )?
            }
        };
        for id in customers {
            web.add_customer(id);
        }
        Ok(())
    }

    fn ids(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<i64>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement
            .query_map(params, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

fn said_of(row: &Row) -> Result<Said> {
    let json: String = row.get("profile")?;
    Ok(Said {
        customer: row.get("customer_id")?,
        source: SourceId(row.get("source_id")?),
        key: row.get("external_id")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        says_no: row.get("says_no")?,
        profile: serde_json::from_str(&json).map_err(|e| {
            Error::Damaged(format!("what a customers file said cannot be read: {e}"))
        })?,
    })
}
