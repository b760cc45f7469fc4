//! Who gets a message: everyone considered, once, with why not where not.

use std::collections::{BTreeMap, HashMap, HashSet};

use pannier_core::{
    Cancel, Channel, ConsentState, Countries, CustomerId, Email, Phase, Reporter, Timestamp,
};
use rusqlite::{Statement, named_params};

use super::{OutboxState, Reason, SuppressionReason, address_word};
use crate::{
    Erased, Error, People, PersonExtra, ReadTx, Result, Topic, WriteTx, erased::word_text,
};

/// People between two looks at whether the work should stop.
const BATCH: usize = 500;

/// Someone who was considered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Their row: of those who were joined, of the one whose address it is.
    pub customer: CustomerId,
    /// The person.
    pub person: CustomerId,
    /// Normalised, or empty.
    pub address: String,
    /// As they are called; empty where nothing is known.
    pub name: String,
    /// ISO 3166, or empty.
    pub country: String,
    /// Why they do not get it; nothing: they do.
    pub skipped: Option<Reason>,
}

/// How many there are of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    /// Will be sent.
    pub ready: u64,
    /// Held back by chance.
    pub held_out: u64,
    /// Are left out, by why.
    pub skipped: BTreeMap<Reason, u64>,
}

/// What the words of a message's rows are made by: the id of the message to someone, and whether
/// they are held back.
pub trait PlanWords {
    /// The opaque id of the message to an address; of someone without one, by their row.
    fn word(&self, address: &str, customer: CustomerId) -> String;

    /// Whether someone is held back by chance.
    fn is_held_out(&self, person: CustomerId) -> bool;

    /// What a campaign adds for someone; a plain message adds nothing.
    fn extra(&self, _one: &Recipient) -> Option<PlanExtra> {
        None
    }
}

/// What a campaign adds for someone who gets it or is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanExtra {
    /// Their part and what they have in it; those who are held back have neither code nor picks.
    pub person: PersonExtra,
    /// Not before (UTC).
    pub not_before: Timestamp,
}

/// What is asked of everybody, read once.
struct Known {
    people: People,
    erased: Erased,
    /// When each address was put on the list, and why.
    suppressed: HashMap<[u8; 32], (SuppressionReason, i64)>,
    /// Rows of whom nothing is left but their orders.
    nobody: HashSet<CustomerId>,
    countries: Countries,
}

impl ReadTx<'_> {
    fn known(&self) -> Result<Known> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT address_hash, reason, added_at FROM suppressed_address")?;
        let mut rows = statement.query([])?;
        let mut suppressed = HashMap::new();
        while let Some(row) = rows.next()? {
            let reason = SuppressionReason::stored(&row.get::<_, String>("reason")?)?;
            suppressed.insert(row.get("address_hash")?, (reason, row.get("added_at")?));
        }
        Ok(Known {
            people: self.people()?,
            erased: self.erased()?,
            suppressed,
            nobody: self.erased_customers()?.into_iter().collect(),
            countries: Countries::default(),
        })
    }

    /// Whoever of these people may be written to by mail, and of the others why not. Each person
    /// once, however many of their rows are named.
    pub fn recipients(&self, ids: &[CustomerId], cancel: &Cancel) -> Result<Vec<Recipient>> {
        let known = self.known()?;
        let mut seen = HashSet::new();
        let mut recipients = Vec::with_capacity(ids.len());
        for (position, id) in ids.iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
            }
            let person = known.people.person(*id);
            if seen.insert(person) {
                recipients.push(self.recipient(person, &known)?);
            }
        }
        Ok(recipients)
    }

    /// Of someone's rows the one that may be written to, else the one that comes closest.
    fn recipient(&self, person: CustomerId, known: &Known) -> Result<Recipient> {
        let mut best: Option<Recipient> = None;
        for id in known.people.same(person) {
            let one = self.one_recipient(id, person, known)?;
            let is_better = match (&best, one.skipped) {
                (None, _) => true,
                (Some(best), None) => best.skipped.is_some(),
                // A "no" says more than an address that lacks.
                (Some(best), Some(why)) => {
                    best.skipped.is_some_and(|so_far| rank(why) < rank(so_far))
                }
            };
            if is_better {
                best = Some(one);
            }
        }
        best.ok_or_else(|| {
            Error::Missing("This customer is not in the shop file any more".to_owned())
        })
    }

    fn one_recipient(
        &self,
        id: CustomerId,
        person: CustomerId,
        known: &Known,
    ) -> Result<Recipient> {
        let sql = "SELECT email, first_name, last_name, country FROM customer WHERE id = :id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(named_params! { ":id": id.0 })?;
        let mut one = Recipient {
            customer: id,
            person,
            address: String::new(),
            name: String::new(),
            country: String::new(),
            skipped: Some(Reason::Gone),
        };
        let Some(row) = rows.next()? else {
            return Ok(one);
        };
        let (first, last): (String, String) = (row.get("first_name")?, row.get("last_name")?);
        let name = format!("{} {}", first.trim(), last.trim());
        name.trim().clone_into(&mut one.name);
        let country: String = row.get("country")?;
        let code = known.countries.code(&country).unwrap_or_default();
        code.clone_into(&mut one.country);
        one.skipped = match row.get::<_, Option<String>>("email")? {
            _ if known.nobody.contains(&id) => Some(Reason::Erased),
            None => Some(Reason::NoAddress),
            Some(address) => {
                one.address = address;
                self.why_not(&one, known)?
            }
        };
        Ok(one)
    }

    /// Why someone with an address may not be written to.
    fn why_not(&self, one: &Recipient, known: &Known) -> Result<Option<Reason>> {
        let email = crate::CustomerWord::Email(one.address.clone());
        if known.erased.person(&word_text(&email)).is_some() {
            return Ok(Some(Reason::Erased));
        }
        if Email::parse(&one.address).is_ok_and(|email| email.is_relay()) {
            return Ok(Some(Reason::Relay));
        }
        if let Some((reason, added_at)) = known
            .suppressed
            .get(&known.erased.hash(&address_word(&one.address)))
            && !self.is_lifted(one.customer, *reason, *added_at)?
        {
            return Ok(Some(reason.skips()));
        }
        Ok(match self.consent(one.customer, Channel::Email)? {
            ConsentState::Subscribed => None,
            ConsentState::Unsubscribed => Some(Reason::SaidNo),
            ConsentState::NotSubscribed => Some(Reason::NeverAsked),
        })
    }

    /// Whether someone opted in after their address was put on the list because they said no
    /// themselves: nothing else lifts that.
    pub(crate) fn is_lifted(
        &self,
        customer: CustomerId,
        reason: SuppressionReason,
        added_at: i64,
    ) -> Result<bool> {
        if !reason.is_their_word() {
            return Ok(false);
        }
        let mut statement = self.connection().prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM consent
               WHERE customer_id = :id AND channel = 'email' AND state = 'subscribed' AND voided_at IS NULL
                 AND source <> 'order' AND dated_at > :added)",
        )?;
        let params = named_params! { ":id": customer.0, ":added": added_at };
        Ok(statement.query_row(params, |row| row.get(0))?)
    }
}

/// Keeps what a campaign adds for someone; a code of the list is theirs from here on.
fn insert_extra(
    extras: &mut Statement,
    listed: &mut Statement,
    sending: i64,
    row: i64,
    person: &PersonExtra,
) -> Result<()> {
    extras.execute(named_params! {
        ":row": row, ":part": person.part.word(), ":code": person.code, ":picks": person.picks,
    })?;
    if !person.code.is_empty() {
        listed.execute(named_params! {
            ":row": row, ":sending": sending, ":code": person.code,
        })?;
    }
    Ok(())
}

/// Of two reasons, the one that says more stands first.
fn rank(reason: Reason) -> u8 {
    match reason {
        Reason::Erased => 0,
        Reason::SaidNo | Reason::Complained => 1,
        Reason::Bounced | Reason::OftenFull | Reason::ByHand => 2,
        Reason::NeverAsked => 3,
        Reason::Relay => 4,
        Reason::NoAddress => 5,
        _ => 6,
    }
}

impl WriteTx<'_> {
    /// Settles who gets a message: a row for each of these people, once.
    ///
    /// # Errors
    /// [`Error::Cancelled`] where that was asked; what SQLite says.
    pub fn plan_outbox(
        &self,
        sending: i64,
        ids: &[CustomerId],
        words: &dyn PlanWords,
        now: Timestamp,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<Planned> {
        let recipients = self.recipients(ids, cancel)?;
        self.plan_recipients(sending, &recipients, words, now, reporter, cancel)
    }

    /// The same for people who were looked at already.
    ///
    /// # Errors
    /// As [`WriteTx::plan_outbox`].
    pub fn plan_recipients(
        &self,
        sending: i64,
        recipients: &[Recipient],
        words: &dyn PlanWords,
        now: Timestamp,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<Planned> {
        let hasher = self.erased()?;
        let total = recipients.len() as u64;
        let mut planned = Planned::default();
        let mut insert = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/insert_outbox.sql"))?;
        let mut extras = self.connection().prepare_cached(
            "INSERT INTO campaign_person (outbox_id, part, code, picks) VALUES (:row, :part, :code, :picks)",
        )?;
        let mut listed = self.connection().prepare_cached(
            "UPDATE campaign_code SET outbox_id = :row WHERE sending_id = :sending AND code = :code",
        )?;
        for (position, one) in recipients.iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
                reporter.report(Phase::Saving, position as u64, Some(total));
            }
            let state = match one.skipped {
                Some(_) => OutboxState::Skipped,
                None if words.is_held_out(one.person) => OutboxState::HeldOut,
                None => OutboxState::Ready,
            };
            let extra = (state != OutboxState::Skipped)
                .then(|| words.extra(one))
                .flatten();
            let waits_until = extra
                .as_ref()
                .filter(|extra| state == OutboxState::Ready && extra.not_before > now);
            let hash = (!one.address.is_empty()).then(|| hasher.hash(&address_word(&one.address)));
            let mut put = |state: OutboxState, reason: Option<Reason>, hash: Option<[u8; 32]>| {
                let address = if hash.is_some() {
                    one.address.as_str()
                } else {
                    ""
                };
                let word = words.word(address, one.customer);
                let customer = (one.skipped != Some(Reason::Gone)).then_some(one.customer.0);
                insert.execute(named_params! {
                    ":sending": sending, ":customer": customer, ":hash": hash,
                    ":address": one.address, ":name": one.name, ":country": one.country,
                    ":state": state.word(), ":reason": reason.map_or("", Reason::word),
                    ":word": word, ":now": now.0,
                    ":next_at": if state == OutboxState::Ready {
                        waits_until.map_or(0, |extra| extra.not_before.0)
                    } else {
                        0
                    },
                })
            };
            let waits = waits_until.is_some().then_some(Reason::MailedLately);
            let (mut state, mut reason) = (state, one.skipped.or(waits));
            if put(state, reason, hash)? == 0 {
                // Two customers with one address: whoever came first gets it.
                (state, reason) = (OutboxState::Skipped, Some(Reason::SameAddress));
                put(state, reason, None)?;
            } else if let Some(extra) = &extra {
                let row = self.connection().last_insert_rowid();
                insert_extra(&mut extras, &mut listed, sending, row, &extra.person)?;
            }
            match (state, reason) {
                (OutboxState::Ready, _) => planned.ready += 1,
                (OutboxState::HeldOut, _) => planned.held_out += 1,
                (_, reason) => {
                    let skipped = planned.skipped.entry(reason.unwrap_or(Reason::Gone));
                    *skipped.or_default() += 1;
                }
            }
        }
        reporter.report(Phase::Saving, total, Some(total));
        self.touch(Topic::Sending);
        Ok(planned)
    }
}
