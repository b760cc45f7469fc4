//! Joining customers by the merchant's word, and parting them again.
//!
//! Rows stay as the files make them. Only a “no” reaches all who are joined, for good: parting
//! lifts none, and whoever is joined later or known by one of the words later has it as well.

use pannier_core::{Channel, ConsentState, CustomerId, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use super::consent::{CHANNELS, channel_word};
use crate::{Error, Finding, PairRecord, PairVerdict, People, ReadTx, Result, Topic, WriteTx};

/// A “no” as the history of consent holds it.
struct No {
    row: i64,
    /// When it was said, or else learnt of (UTC milliseconds): what a later opt-in has to beat.
    holds_from: i64,
}

impl WriteTx<'_> {
    /// Says that two customers are one person. Whether that is news: they can be one already.
    ///
    /// # Errors
    /// [`Error::Conflict`] when both are the same customer.
    pub fn join_customers(&self, a: CustomerId, b: CustomerId, now: Timestamp) -> Result<bool> {
        check_two(a, b)?;
        let people = self.people()?;
        if people.person(a) == people.person(b) {
            return Ok(false);
        }
        for pair in self.customer_pairs(PairVerdict::Two)? {
            if is_pair(&pair, a, b) {
                self.take_back(pair.id, now)?;
            }
        }
        self.say_pair(PairVerdict::One, a, b, now)?;
        self.settle_joined()?;
        // Whose orders they are counts in every figure that goes by customer.
        self.touch(Topic::Orders);
        Ok(true)
    }

    /// Takes back the joining that makes two customers one person: of several in a row, the one
    /// that was said last. Whether there was any.
    ///
    /// # Errors
    /// [`Error::Conflict`] when both are the same customer.
    pub fn part_customers(&self, a: CustomerId, b: CustomerId, now: Timestamp) -> Result<bool> {
        check_two(a, b)?;
        let mut joinings = self.customer_pairs(PairVerdict::One)?;
        let mut parted = false;
        // They can be joined in more than one way, after an import brought people together.
        while let Some(last) = joining_of(&joinings, a, b) {
            self.take_back(last, now)?;
            joinings.retain(|joining| joining.id != last);
            self.touch(Topic::Orders);
            parted = true;
        }
        Ok(parted)
    }

    /// Says that two customers are two people, or takes that back. Whether that is news.
    ///
    /// # Errors
    /// [`Error::Conflict`] when both are the same customer, or were joined.
    pub fn keep_customers_apart(
        &self,
        a: CustomerId,
        b: CustomerId,
        apart: bool,
        now: Timestamp,
    ) -> Result<bool> {
        check_two(a, b)?;
        let people = self.people()?;
        if apart && people.person(a) == people.person(b) {
            return Err(Error::Conflict(
                "These two were joined. Part them first. Nothing was changed".to_owned(),
            ));
        }
        let said: Vec<i64> = self
            .customer_pairs(PairVerdict::Two)?
            .iter()
            .filter(|pair| is_pair(pair, a, b))
            .map(|pair| pair.id)
            .collect();
        if apart != said.is_empty() {
            return Ok(false);
        }
        if apart {
            self.say_pair(PairVerdict::Two, a, b, now)?;
        }
        for id in said {
            self.take_back(id, now)?;
        }
        Ok(true)
    }

    fn say_pair(
        &self,
        verdict: PairVerdict,
        a: CustomerId,
        b: CustomerId,
        now: Timestamp,
    ) -> Result<()> {
        self.connection()
            .prepare_cached("INSERT INTO customer_pair (verdict, said_at) VALUES (:verdict, :now)")?
            .execute(named_params! { ":verdict": verdict.word(), ":now": now.0 })?;
        let pair = self.connection().last_insert_rowid();
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO customer_pair_word (pair_id, side, rank, kind, source_id, word)
             VALUES (:pair, :side, :rank, :kind, :source, :word)",
        )?;
        for (side, customer) in [(0, a), (1, b)] {
            let words = self.customer_words(customer)?;
            if words.is_empty() {
                let unknown = "A customer without an id, an address and a number cannot be told \
                               from others. Nothing was changed";
                return Err(Error::Conflict(unknown.to_owned()));
            }
            for (rank, word) in (0_i64..).zip(words) {
                let (kind, source, word) = word.parts();
                let source = source.map(|source| source.0);
                statement.execute(named_params! {
                    ":pair": pair, ":side": side, ":rank": rank, ":kind": kind,
                    ":source": source, ":word": word,
                })?;
            }
        }
        self.touch(Topic::Customers);
        Ok(())
    }

    fn take_back(&self, pair: i64, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE customer_pair SET taken_back_at = :now WHERE id = :id")?
            .execute(named_params! { ":now": now.0, ":id": pair })?;
        self.touch(Topic::Customers);
        Ok(())
    }

    /// Gives everyone the “no” of those whom they were joined with.
    pub(crate) fn settle_joined(&self) -> Result<()> {
        // A word can bring a further “no”; each round leaves fewer to be given.
        loop {
            let missing = self.missing_no()?;
            if missing.is_empty() {
                return Ok(());
            }
            for (customer, no) in missing {
                self.connection()
                    .prepare_cached(
                        "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
                         SELECT :customer, channel, state, source, recorded_at, dated_at, proof
                           FROM consent WHERE id = :row",
                    )?
                    .execute(named_params! { ":customer": customer.0, ":row": no })?;
                self.spread_no(customer)?;
            }
        }
    }
}

impl ReadTx<'_> {
    /// Customers whom a “no” has not reached that someone of the same person said, with its row.
    fn missing_no(&self) -> Result<Vec<(CustomerId, i64)>> {
        let mut missing = Vec::new();
        for members in self.people()?.groups() {
            for channel in CHANNELS {
                let mut newest: Option<No> = None;
                for member in members {
                    let holds = self.consent(*member, channel)? == ConsentState::Unsubscribed;
                    let no = if holds {
                        self.newest_no(*member, channel)?
                    } else {
                        None
                    };
                    let is_newer =
                        |no: &No| newest.as_ref().is_none_or(|n| n.holds_from < no.holds_from);
                    if no.as_ref().is_some_and(is_newer) {
                        newest = no;
                    }
                }
                let Some(newest) = newest else { continue };
                for member in members {
                    let own = self.newest_no(*member, channel)?;
                    if own.is_none_or(|own| own.holds_from < newest.holds_from) {
                        missing.push((*member, newest.row));
                    }
                }
            }
        }
        Ok(missing)
    }

    fn newest_no(&self, customer: CustomerId, channel: Channel) -> Result<Option<No>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, ifnull(dated_at, recorded_at) AS holds_from FROM consent
              WHERE customer_id = :customer AND channel = :channel AND state = 'unsubscribed'
              ORDER BY holds_from DESC, id LIMIT 1",
        )?;
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let no = |row: &Row| {
            Ok(No {
                row: row.get("id")?,
                holds_from: row.get("holds_from")?,
            })
        };
        Ok(statement.query_row(params, no).optional()?)
    }

    /// The doctor's look at joinings.
    pub(crate) fn joined_finding(&self, check: &'static str) -> Result<Option<Finding>> {
        let first = self.missing_no()?.into_iter().next();
        Ok(first.map(|(customer, _)| Finding {
            check,
            message: format!("customer {} lacks a no of theirs", customer.0),
        }))
    }
}

fn check_two(a: CustomerId, b: CustomerId) -> Result<()> {
    if a == b {
        let words = "Both name the same customer. Nothing was changed";
        return Err(Error::Conflict(words.to_owned()));
    }
    Ok(())
}

fn is_pair(pair: &PairRecord, a: CustomerId, b: CustomerId) -> bool {
    (pair.a == a && pair.b == b) || (pair.a == b && pair.b == a)
}

/// The joining that made one person of two customers, where any did.
fn joining_of(joinings: &[PairRecord], a: CustomerId, b: CustomerId) -> Option<i64> {
    let mut people = People::default();
    for joining in joinings {
        people.join(joining.a, joining.b);
        if people.person(a) == people.person(b) {
            return Some(joining.id);
        }
    }
    None
}
