//! Carts, payments and what someone did on the site: they stay as those of nobody.

use std::collections::BTreeSet;

use pannier_core::SourceId;
use rusqlite::{OptionalExtension, named_params};
use serde::{Serialize, de::DeserializeOwned};

use super::Words;
use crate::{
    CheckoutContent, Erased, Error, Kept, PaymentContent, Result, WriteTx, erased::nobody,
    import_write::said_fingerprint,
};

impl WriteTx<'_> {
    pub(super) fn erase_kept(
        &self,
        words: &Words,
        erased: &Erased,
        country: &str,
        person: i64,
    ) -> Result<()> {
        let carts = self.unsay::<CheckoutContent>("checkouts", |source, cart| {
            erased.blank_cart(Some(source), country, cart)
        })?;
        for id in carts.union(&words.carts) {
            self.read_again::<CheckoutContent>(*id)?;
        }
        let payments = self.unsay::<PaymentContent>("payments", |source, payment| {
            erased.blank_payment(Some(source), payment)
        })?;
        for id in payments.union(&words.payments) {
            self.read_again::<PaymentContent>(*id)?;
        }
        self.erase_balances(words)?;
        for email in words.emails() {
            self.erase_looks(email, &nobody(person))?;
        }
        Ok(())
    }

    /// Points in another programme go whole: nothing of them is anybody’s without the address.
    fn erase_balances(&self, words: &Words) -> Result<()> {
        let connection = self.connection();
        let mut gone: BTreeSet<i64> = BTreeSet::new();
        let mut find = connection.prepare_cached(
            "SELECT id FROM points_balance
              WHERE (:kind = 'email' AND email = :word) OR (:kind = 'key' AND customer_key = :word)",
        )?;
        for word in &words.known_by {
            let (kind, _, word) = word.clone().parts();
            let params = named_params! { ":kind": kind, ":word": word };
            for id in find.query_map(params, |row| row.get("id"))? {
                gone.insert(id?);
            }
        }
        for id in &gone {
            for sql in [
                "DELETE FROM import_sighting WHERE kind = 'balances' AND record_id = :id",
                "DELETE FROM points_balance WHERE id = :id",
            ] {
                connection
                    .prepare_cached(sql)?
                    .execute(named_params! { ":id": id })?;
            }
        }
        if !gone.is_empty() {
            connection.execute(include_str!("../sql/erase/unsaid.sql"), [])?;
            self.everything_is_due()?;
        }
        Ok(())
    }

    /// Rewrites what imports said of records of a kind; returns the records of which they did.
    fn unsay<K: Kept + Serialize + DeserializeOwned>(
        &self,
        kind: &str,
        blank: impl Fn(SourceId, &mut K) -> bool,
    ) -> Result<BTreeSet<i64>> {
        let unreadable =
            |e: serde_json::Error| Error::Damaged(format!("what a file said cannot be read: {e}"));
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/erase/said_records.sql"))?;
        let mut rows = statement.query(named_params! { ":kind": kind })?;
        let (mut anew, mut records) = (Vec::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let json = row.get_ref("said")?.as_str().unwrap_or_default();
            let mut said: K = serde_json::from_str(json).map_err(unreadable)?;
            if blank(SourceId(row.get("source_id")?), &mut said) {
                let json = serde_json::to_string(&said).map_err(unreadable)?;
                anew.push((row.get::<_, i64>("said_id")?, json));
                records.insert(row.get("record_id")?);
            }
        }
        drop(rows);
        for (said, json) in anew {
            let hash = said_fingerprint(&json);
            let params = named_params! { ":said": said, ":json": json };
            self.connection()
                .prepare_cached("UPDATE said_record SET said = :json WHERE id = :said")?
                .execute(params)?;
            self.connection()
                .prepare_cached(
                    "UPDATE import_sighting SET said_hash = :hash WHERE said_id = :said",
                )?
                .execute(named_params! { ":hash": hash, ":said": said })?;
        }
        Ok(records)
    }

    /// What was done from an address. Two of them can have done the same: then it is one thing.
    fn erase_looks(&self, email: &str, nobody: &str) -> Result<()> {
        let connection = self.connection();
        let find = |email: &str| -> Result<Option<i64>> {
            let sql = "SELECT id FROM behaviour_person WHERE email = :email";
            let mut statement = connection.prepare_cached(sql)?;
            let params = named_params! { ":email": email };
            Ok(statement
                .query_row(params, |row| row.get("id"))
                .optional()?)
        };
        let Some(from) = find(email)? else {
            return Ok(());
        };
        let Some(to) = find(nobody)? else {
            connection
                .prepare_cached(
                    "UPDATE behaviour_person SET email = :nobody, customer_id = NULL WHERE id = :id",
                )?
                .execute(named_params! { ":nobody": nobody, ":id": from })?;
            return Ok(());
        };
        let both = named_params! { ":from": from, ":to": to };
        for sql in [
            "UPDATE OR IGNORE behaviour SET person_id = :to WHERE person_id = :from",
            include_str!("../sql/erase/same_looks.sql"),
        ] {
            connection.prepare_cached(sql)?.execute(both)?;
        }
        for sql in [
            "DELETE FROM import_sighting WHERE kind = 'behaviour'
                AND record_id IN (SELECT id FROM behaviour WHERE person_id = :from)",
            "DELETE FROM behaviour WHERE person_id = :from",
            "DELETE FROM behaviour_person WHERE id = :from",
        ] {
            connection
                .prepare_cached(sql)?
                .execute(named_params! { ":from": from })?;
        }
        Ok(())
    }
}
