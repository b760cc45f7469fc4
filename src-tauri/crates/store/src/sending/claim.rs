//! Taking the next person of a message, and the word that its body leaves now. Consent and the list
//! of addresses are asked in the transaction that takes the row, and again in the one that lets the
//! body go.

use pannier_core::{Channel, ConsentState, CustomerId, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use super::{KnownPeople, Lease, Reason, SendingState};
use crate::{ReadTx, Result, WriteTx, campaigns::Says};

/// People who turn out to be left out before one transaction ends.
const MOST_LEFT_OUT: usize = 200;

/// Longer than this nothing waits: what is further ahead was put there by a clock that was wrong.
const LONGEST_WAIT_MS: i64 = 48 * 3_600_000;

/// What there is to do for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This one.
    Row(ClaimedRow),
    /// Nothing before that moment (UTC).
    Later(Timestamp),
    /// Nobody waits any more; others may be on their way.
    Nobody,
    /// Many were left out, and there are more: ask again.
    Again,
    /// There is no code for the next person, who waits with everyone after them.
    NoCodes,
    /// The message does not go out any more: paused, stopped or finished.
    Ended(SendingState),
    /// Another program sends now, or the shop file is another one.
    Lost,
}

/// Someone who was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRow {
    /// The row.
    pub id: i64,
    /// Whose address it is.
    pub customer: CustomerId,
    /// Normalised.
    pub address: String,
    /// Its keyed hash.
    pub address_hash: [u8; 32],
    /// As they are called; may be empty.
    pub name: String,
    /// ISO 3166, or empty.
    pub country: String,
    /// The opaque part of the Message-ID.
    pub word: String,
    /// Tries before this one at which the server put it off.
    pub attempt: u32,
    /// When it was tried first (UTC), if it was.
    pub first_at: Option<Timestamp>,
}

/// A row as it waits.
struct Waiting {
    row: ClaimedRow,
    known_as: Option<CustomerId>,
}

fn waiting(row: &Row) -> rusqlite::Result<Waiting> {
    let known_as: Option<i64> = row.get("customer_id")?;
    Ok(Waiting {
        known_as: known_as.map(CustomerId),
        row: ClaimedRow {
            id: row.get("id")?,
            customer: CustomerId(known_as.unwrap_or_default()),
            address: row.get("address")?,
            address_hash: row.get("address_hash")?,
            name: row.get("name")?,
            country: row.get("country")?,
            word: row.get("word")?,
            attempt: row.get("attempt")?,
            first_at: row.get::<_, Option<i64>>("first_at")?.map(Timestamp),
        },
    })
}

impl ReadTx<'_> {
    /// Why someone may not be written to after all, as things stand now. Settles who it is.
    fn why_not_now(
        &self,
        sending: i64,
        waiting: &mut Waiting,
        people: &mut KnownPeople,
    ) -> Result<Option<Reason>> {
        let hash = &waiting.row.address_hash;
        let sql = "SELECT EXISTS (SELECT 1 FROM erased_word WHERE word_hash = :hash)";
        let mut statement = self.connection().prepare_cached(sql)?;
        if statement.query_row(named_params! { ":hash": hash }, |row| row.get(0))? {
            return Ok(Some(Reason::Erased));
        }
        let customer = match waiting.known_as {
            Some(customer) => customer,
            None => match self.customer_by_email(&waiting.row.address)? {
                Some(known) => known.id,
                None => return Ok(Some(Reason::Gone)),
            },
        };
        waiting.row.customer = customer;
        let sql = "SELECT email FROM customer WHERE id = :id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let email: Option<Option<String>> = statement
            .query_row(named_params! { ":id": customer.0 }, |row| row.get(0))
            .optional()?;
        match email {
            None => return Ok(Some(Reason::Gone)),
            Some(email) if email.as_deref() != Some(waiting.row.address.as_str()) => {
                return Ok(Some(Reason::AddressChanged));
            }
            Some(_) => {}
        }
        if let Some(known) = self.suppressed_address(hash)?
            && !self.is_lifted(customer, known.reason, known.added_at.0)?
        {
            return Ok(Some(known.reason.skips()));
        }
        match self.consent(customer, Channel::Email)? {
            ConsentState::Subscribed => {}
            ConsentState::Unsubscribed => return Ok(Some(Reason::SaidNo)),
            ConsentState::NotSubscribed => return Ok(Some(Reason::NeverAsked)),
        }
        let people = people.at(self)?;
        let mut taken = self.connection().prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM outbox
               WHERE sending_id = :sending AND customer_id = :customer AND id <> :id
                 AND state IN ('held_out', 'claimed', 'body', 'sent', 'uncertain'))",
        )?;
        for other in people.same(customer) {
            let params = named_params! {
                ":sending": sending, ":customer": other.0, ":id": waiting.row.id,
            };
            if taken.query_row(params, |row| row.get(0))? {
                return Ok(Some(Reason::SamePerson));
            }
        }
        Ok(None)
    }
}

impl WriteTx<'_> {
    /// Takes the next person of a message. Whoever may not be written to any more is left out on the
    /// way.
    pub fn claim_next(
        &self,
        sending: i64,
        lease: &Lease,
        account: i64,
        people: &mut KnownPeople,
        now: Timestamp,
    ) -> Result<Claim> {
        if !self.holds_lease(lease)? {
            return Ok(Claim::Lost);
        }
        let state = self.sending(sending)?.state;
        if state != SendingState::Running {
            return Ok(Claim::Ended(state));
        }
        for _ in 0..MOST_LEFT_OUT {
            let Some((mut next, at)) = self.next_waiting(sending)? else {
                return Ok(Claim::Nobody);
            };
            if at > now.0 && at <= now.0 + LONGEST_WAIT_MS {
                return Ok(Claim::Later(Timestamp(at)));
            }
            if let Some(reason) = self.why_not_now(sending, &mut next, people)? {
                self.leave_out(next.row.id, reason, now)?;
                continue;
            }
            let same = people.at(self)?.same(next.row.customer);
            let hash = &next.row.address_hash;
            match self.campaign_says(sending, next.row.id, hash, &same, now)? {
                Says::Go => {}
                Says::LeaveOut(reason) => {
                    self.leave_out(next.row.id, reason, now)?;
                    continue;
                }
                Says::Wait(at) => {
                    self.let_wait(next.row.id, at, now)?;
                    continue;
                }
                Says::NoCode => return Ok(Claim::NoCodes),
            }
            self.connection()
                .prepare_cached(
                    "UPDATE outbox SET state = 'claimed', reason = '', account_id = :account, updated_at = :now,
                            first_at = coalesce(first_at, :now), customer_id = :customer WHERE id = :id",
                )?
                .execute(named_params! {
                    ":account": account, ":now": now.0, ":customer": next.row.customer.0,
                    ":id": next.row.id,
                })?;
            return Ok(Claim::Row(next.row));
        }
        Ok(Claim::Again)
    }

    /// The one who is due first, with when.
    fn next_waiting(&self, sending: i64) -> Result<Option<(Waiting, i64)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/next_waiting.sql"))?;
        let found = statement.query_row(named_params! { ":sending": sending }, |row| {
            Ok((waiting(row)?, row.get::<_, i64>("next_at")?))
        });
        Ok(found.optional()?)
    }

    fn leave_out(&self, id: i64, reason: Reason, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE outbox SET state = 'skipped', reason = :reason, updated_at = :now WHERE id = :id",
            )?
            .execute(named_params! { ":reason": reason.word(), ":now": now.0, ":id": id })?;
        Ok(())
    }

    fn let_wait(&self, id: i64, at: Timestamp, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE outbox SET reason = :reason, next_at = :at, updated_at = :now WHERE id = :id",
            )?
            .execute(named_params! {
                ":reason": Reason::MailedLately.word(), ":at": at.0, ":now": now.0, ":id": id,
            })?;
        Ok(())
    }

    /// Says that the body of a message leaves now. Whether it may: where someone said no since they
    /// were taken, or the message was paused, it may not, and the row says why or waits again.
    pub fn let_body_go(
        &self,
        sending: i64,
        row: &ClaimedRow,
        lease: &Lease,
        people: &mut KnownPeople,
        now: Timestamp,
    ) -> Result<bool> {
        if !self.holds_lease(lease)? || self.sending(sending)?.state != SendingState::Running {
            return Ok(false);
        }
        let mut waiting = Waiting {
            row: row.clone(),
            known_as: Some(row.customer),
        };
        if let Some(reason) = self.why_not_now(sending, &mut waiting, people)? {
            self.leave_out(row.id, reason, now)?;
            return Ok(false);
        }
        if self.offer_is_over(sending, now)? {
            self.leave_out(row.id, Reason::OfferOver, now)?;
            return Ok(false);
        }
        let changed = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = 'body', stage = 'body', body_at = :now, updated_at = :now
                  WHERE id = :id AND state = 'claimed'",
            )?
            .execute(named_params! { ":now": now.0, ":id": row.id })?;
        Ok(changed == 1)
    }
}
