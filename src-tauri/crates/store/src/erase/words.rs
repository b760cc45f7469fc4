//! What a person was known by, and by which of their words others are known as well.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, Email, OrderId, Phone, SourceId};
use rusqlite::{ToSql, named_params};

use crate::{
    CustomerWord, ReadTx, Result,
    erased::{Record, is_nobody, word_text},
};

/// What files said of a person that tells who they are.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Addresses, numbers and ids that are nobody else’s.
    pub(crate) known_by: BTreeSet<CustomerWord>,
    pub(crate) orders: Vec<OrderId>,
    /// Payments and carts.
    pub(crate) payments: BTreeSet<i64>,
    pub(crate) carts: BTreeSet<i64>,
    /// Hashed forms of those three.
    records: Vec<String>,
    /// Names, streets and the like as they were written, for finding them in other texts.
    pub(crate) written: BTreeSet<String>,
}

/// Shorter texts stand in too many others by chance.
const SHORTEST: usize = 5;

impl Words {
    /// Of customers who are one person.
    pub(crate) fn of(tx: &ReadTx, members: &BTreeSet<CustomerId>) -> Result<Self> {
        let mut words = Self::default();
        let country = tx.shop()?.country;
        for id in members {
            words.add_customer(tx, *id)?;
            words.add_said(tx, *id)?;
            words.add_orders(tx, *id, &country)?;
        }
        words.add_kept(tx, members)?;
        let all = std::mem::take(&mut words.known_by);
        for word in all {
            if !is_of_other(tx, &word, members)? {
                words.known_by.insert(word);
            }
        }
        words
            .written
            .retain(|text| text.chars().count() >= SHORTEST);
        Ok(words)
    }

    pub(crate) fn emails(&self) -> impl Iterator<Item = &str> {
        self.known_by.iter().filter_map(|word| match word {
            CustomerWord::Email(email) => Some(email.as_str()),
            _ => None,
        })
    }

    /// Everything that is kept as a hash.
    pub(super) fn hashed(&self) -> impl Iterator<Item = String> {
        let known_by = self.known_by.iter().map(word_text);
        known_by.chain(self.records.iter().cloned())
    }

    /// What can be written to, or is known by it.
    pub(super) fn contacts(&self) -> impl Iterator<Item = String> {
        self.known_by.iter().map(word_text)
    }

    fn add_customer(&mut self, tx: &ReadTx, id: CustomerId) -> Result<()> {
        let customer = tx.stored_customer(id)?;
        self.known_by
            .extend(customer.email.clone().map(CustomerWord::Email));
        self.known_by
            .extend(customer.phone.clone().map(CustomerWord::Phone));
        let mut statement = tx.connection().prepare_cached(
            "SELECT source_id, external_id FROM customer_key WHERE customer_id = :id",
        )?;
        let keys = statement.query_map(named_params! { ":id": id.0 }, |row| {
            Ok(CustomerWord::Key(
                SourceId(row.get("source_id")?),
                row.get("external_id")?,
            ))
        })?;
        for key in keys {
            self.known_by.insert(key?);
        }
        let name = format!("{} {}", customer.first_name, customer.last_name);
        let written = [
            name,
            customer.address,
            customer.email.unwrap_or_default(),
            customer.phone.unwrap_or_default(),
        ];
        self.written
            .extend(written.into_iter().map(|text| text.trim().to_owned()));
        Ok(())
    }

    /// What customers files said of them, also what they are not known by any more.
    fn add_said(&mut self, tx: &ReadTx, id: CustomerId) -> Result<()> {
        let mut statement = tx.connection().prepare_cached(
            "SELECT source_id, external_id, email, phone FROM import_customer WHERE customer_id = :id",
        )?;
        let mut rows = statement.query(named_params! { ":id": id.0 })?;
        while let Some(row) = rows.next()? {
            let email: Option<String> = row.get("email")?;
            let key: Option<String> = row.get("external_id")?;
            let source = SourceId(row.get("source_id")?);
            self.written.extend(email.clone());
            self.known_by.extend(email.map(CustomerWord::Email));
            self.known_by
                .extend(key.map(|key| CustomerWord::Key(source, key)));
            let phone: Option<String> = row.get("phone")?;
            self.known_by.extend(phone.map(CustomerWord::Phone));
        }
        Ok(())
    }

    fn add_orders(&mut self, tx: &ReadTx, id: CustomerId, shop_country: &str) -> Result<()> {
        let mut statement = tx.connection().prepare_cached(
            "SELECT id, source_id, external_id, number, placed_at, customer_name, customer_key, email,
                    phone, country
               FROM orders WHERE customer_id = :id",
        )?;
        let mut rows = statement.query(named_params! { ":id": id.0 })?;
        while let Some(row) = rows.next()? {
            let source = SourceId(row.get("source_id")?);
            let (external_id, number): (String, String) =
                (row.get("external_id")?, row.get("number")?);
            let minute = row.get::<_, i64>("placed_at")?.div_euclid(60_000);
            self.orders.push(OrderId(row.get("id")?));
            for record in [Record::Order(&external_id), Record::Number(&number, minute)] {
                self.records.push(record.word(source));
            }
            let (name, email): (String, String) = (row.get("customer_name")?, row.get("email")?);
            let (phone, country): (String, String) = (row.get("phone")?, row.get("country")?);
            let key: String = row.get("customer_key")?;
            if !key.is_empty() && !is_nobody(&key) {
                self.known_by.insert(CustomerWord::Key(source, key));
            }
            if let Ok(email) = Email::parse(&email) {
                let email = email.as_str().to_owned();
                self.known_by.insert(CustomerWord::Email(email));
            }
            let country = if country.len() == 2 {
                country.as_str()
            } else {
                shop_country
            };
            if let Ok(parsed) = Phone::parse(&phone, country) {
                let parsed = parsed.as_str().to_owned();
                self.known_by.insert(CustomerWord::Phone(parsed));
            }
            self.written.extend([name, email, phone]);
        }
        Ok(())
    }

    /// Their carts, and the payments of their orders: who paid those is them, unless another customer
    /// has that address.
    fn add_kept(&mut self, tx: &ReadTx, members: &BTreeSet<CustomerId>) -> Result<()> {
        for id in members {
            let params = named_params! { ":id": id.0 };
            for (id, source, key, name, email) in tx.records(
                "SELECT id, source_id, external_id, name, email FROM checkout WHERE customer_id = :id",
                params,
            )? {
                self.records.push(Record::Cart(&key).word(source));
                self.carts.insert(id);
                self.written.extend([name, email]);
            }
            for (id, source, key, name, email) in tx.records(
                "SELECT p.id, p.source_id, p.external_id, coalesce(p.name, '') AS name,
                        coalesce(p.email, '') AS email
                   FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.customer_id = :id",
                params,
            )? {
                if let Ok(email) = Email::parse(&email) {
                    let word = CustomerWord::Email(email.as_str().to_owned());
                    if is_of_other(tx, &word, members)? {
                        continue;
                    }
                    self.known_by.insert(word);
                }
                self.records.push(Record::Payment(&key).word(source));
                self.payments.insert(id);
                self.written.extend([name, email]);
            }
        }
        Ok(())
    }
}

type Row = (i64, SourceId, String, String, String);

impl ReadTx<'_> {
    fn records(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<Row>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| {
            Ok((
                row.get("id")?,
                SourceId(row.get("source_id")?),
                row.get("external_id")?,
                row.get("name")?,
                row.get("email")?,
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Whether another customer is known by a word, or has that number.
fn is_of_other(tx: &ReadTx, word: &CustomerWord, members: &BTreeSet<CustomerId>) -> Result<bool> {
    let known = match word {
        CustomerWord::Phone(phone) => {
            let sql = "SELECT id FROM customer WHERE phone = :phone";
            let mut statement = tx.connection().prepare_cached(sql)?;
            let ids =
                statement.query_map(named_params! { ":phone": phone }, |row| row.get("id"))?;
            ids.collect::<rusqlite::Result<Vec<i64>>>()?
        }
        word => {
            let known = tx.customer_known_by(word)?;
            known.map(|id| id.0).into_iter().collect()
        }
    };
    Ok(known.iter().any(|id| !members.contains(&CustomerId(*id))))
}
