//! What someone said about consent, as a history that follows from the files that stand. A “no”
//! stays in it for good.

use pannier_core::{
    Channel, ConsentEvent, ConsentSource, ConsentState, CustomerId, Timestamp, effective_consent,
};
use rusqlite::{OptionalExtension, Row, named_params};

use super::ConsentSaid;
use crate::{ReadTx, Result, WriteTx};

pub(super) const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];

/// The stored word of a channel.
pub(super) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whats_app",
    }
}

fn state_word(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Subscribed => "subscribed",
        ConsentState::NotSubscribed => "not_subscribed",
        ConsentState::Unsubscribed => "unsubscribed",
    }
}

pub(crate) fn state_of(word: &str) -> ConsentState {
    match word {
        "subscribed" => ConsentState::Subscribed,
        "unsubscribed" => ConsentState::Unsubscribed,
        _ => ConsentState::NotSubscribed,
    }
}

pub(crate) fn source_of(word: &str) -> ConsentSource {
    match word {
        "person" => ConsentSource::Person,
        "order" => ConsentSource::Order,
        _ => ConsentSource::CustomersFile,
    }
}

/// How far the files have been read: customers' rows up to `row` of `import`, orders up to
/// `orders_of`; and a box of an order that reads as a later import's by now (placed at, UTC
/// milliseconds).
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) import: i64,
    pub(super) row: i64,
    pub(super) orders_of: i64,
    pub(super) ticked_at: Option<i64>,
}

impl Told {
    /// To the end.
    const ALL: Self = Self {
        import: i64::MAX,
        row: i64::MAX,
        orders_of: i64::MAX,
        ticked_at: None,
    };
}

/// A “no” that follows from what files say.
pub(super) struct Unsubscribing {
    pub(super) channel: Channel,
    pub(super) recorded_at: i64,
    pub(super) dated_at: Option<i64>,
    pub(super) proof: String,
}

/// What one row of a customers file says.
struct Said {
    import: i64,
    is_repeat: bool,
    /// By channel; a date is known of e-mail only.
    states: [Option<ConsentState>; 3],
    email_said_at: Option<i64>,
    applied_at: i64,
    proof: String,
}

impl Said {
    /// When it was said, where the file tells. A box without a tick has no date: what follows
    /// from it is known since it was read.
    fn dated_at(&self, channel: Channel) -> Option<i64> {
        let is_said = channel == Channel::Email
            && matches!(
                self.states[0],
                Some(ConsentState::Subscribed | ConsentState::Unsubscribed)
            );
        self.email_said_at.filter(|_| is_said)
    }
}

/// How a state is kept in the row that says it.
pub(super) fn said_number(state: ConsentState) -> i64 {
    match state {
        ConsentState::NotSubscribed => 0,
        ConsentState::Subscribed => 1,
        ConsentState::Unsubscribed => 2,
    }
}

fn said_state(number: i64) -> ConsentState {
    match number {
        1 => ConsentState::Subscribed,
        2 => ConsentState::Unsubscribed,
        _ => ConsentState::NotSubscribed,
    }
}

/// What customers files have said on one channel so far.
#[derive(Debug, Default)]
struct SoFar {
    last: Option<ConsentState>,
    said_yes: bool,
    /// The newest “no”, and the newest yes with a date (UTC milliseconds).
    no_at: Option<i64>,
    yes_at: Option<i64>,
}

impl SoFar {
    /// Whether there is a “no” and no yes that is dated after it.
    fn is_no(&self) -> bool {
        self.no_at
            .is_some_and(|no| self.yes_at.is_none_or(|yes| yes <= no))
    }

    fn take(&mut self, state: ConsentState, dated_at: Option<i64>, recorded_at: i64) {
        match state {
            ConsentState::Unsubscribed => {
                self.no_at = self.no_at.max(Some(dated_at.unwrap_or(recorded_at)));
            }
            ConsentState::Subscribed => {
                self.said_yes = true;
                self.yes_at = self.yes_at.max(dated_at);
            }
            ConsentState::NotSubscribed => {}
        }
        self.last = Some(state);
    }

    /// What a row adds to what was said so far, where it says anything new. A box without a tick
    /// after a yes, or after an order's tick, is an unsubscribing. Only a yes that is dated after
    /// a “no” lifts it.
    fn news(
        &self,
        state: ConsentState,
        dated_at: Option<i64>,
        is_after_tick: bool,
    ) -> Option<ConsentState> {
        use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};
        let is_later =
            |known: Option<i64>| dated_at.is_some_and(|at| known.is_none_or(|known| at > known));
        match state {
            Subscribed if self.no_at.is_some() => {
                (is_later(self.no_at) && is_later(self.yes_at)).then_some(Subscribed)
            }
            Subscribed => {
                (self.last != Some(Subscribed) || is_later(self.yes_at)).then_some(Subscribed)
            }
            Unsubscribed if self.is_no() => is_later(self.no_at).then_some(Unsubscribed),
            Unsubscribed => (dated_at.is_none() || is_later(self.no_at)).then_some(Unsubscribed),
            NotSubscribed if self.is_no() => None,
            NotSubscribed if self.said_yes || is_after_tick => Some(Unsubscribed),
            NotSubscribed => (self.last != Some(NotSubscribed)).then_some(NotSubscribed),
        }
    }
}

/// An entry of the history that a row of a customers file brings about.
struct Entry<'s> {
    channel: Channel,
    state: ConsentState,
    said: &'s Said,
}

impl Entry<'_> {
    fn dated_at(&self) -> Option<i64> {
        self.said.dated_at(self.channel)
    }
}

/// The history that the rows bring about. A “no” after a “yes” is an unsubscribing, also where
/// the yes is the tick of an order placed before (`first_tick`, UTC milliseconds) and whichever
/// of the two was imported first. Where one import says both, the “no” holds.
fn history(rows: &[Said], first_tick: Option<i64>) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for (channel, index) in CHANNELS.into_iter().zip(0..) {
        let mut so_far = SoFar::default();
        for said in rows {
            let Some(state) = said.states[index] else {
                continue;
            };
            if state == ConsentState::Subscribed && said.is_repeat {
                continue;
            }
            let dated_at = said.dated_at(channel);
            let is_after_tick =
                channel == Channel::Email && first_tick.is_some_and(|at| at < said.applied_at);
            if let Some(state) = so_far.news(state, dated_at, is_after_tick) {
                so_far.take(state, dated_at, said.applied_at);
                entries.push(Entry {
                    channel,
                    state,
                    said,
                });
            }
        }
    }
    entries
}

impl ReadTx<'_> {
    /// What customers files said last on a channel, undone imports left out; a no counts for ever.
    pub fn last_said(
        &self,
        customer: CustomerId,
        channel: Channel,
    ) -> Result<Option<ConsentState>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT state FROM consent
              WHERE customer_id = :customer AND channel = :channel AND voided_at IS NULL
                AND source <> 'order'
              ORDER BY state = 'unsubscribed' DESC, recorded_at DESC, import_id DESC, id DESC LIMIT 1",
        )?;
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let word: Option<String> = statement.query_row(params, |row| row.get(0)).optional()?;
        Ok(word.as_deref().map(state_of))
    }

    /// What holds now on a channel, the ticks of orders counted where nothing stronger was said.
    pub fn consent(&self, customer: CustomerId, channel: Channel) -> Result<ConsentState> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/imports/consent_events.sql"))?;
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let events = statement
            .query_map(params, |row| {
                Ok(ConsentEvent {
                    state: state_of(&row.get::<_, String>("state")?),
                    source: source_of(&row.get::<_, String>("source")?),
                    recorded_at: Timestamp(row.get("recorded_at")?),
                    dated_at: row.get::<_, Option<i64>>("dated_at")?.map(Timestamp),
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(effective_consent(&events))
    }

    /// What a customers file read at `now` adds to the history of consent, where it says
    /// something else than before. A no after a yes is an unsubscribing; only a yes that is dated
    /// after it lifts it.
    pub fn consent_news(
        &self,
        customer: CustomerId,
        said: ConsentSaid,
        now: Timestamp,
    ) -> Result<Option<ConsentState>> {
        let so_far = self.said_so_far(customer, said.channel)?;
        let dated_at = said.dated_at.filter(|_| {
            said.channel == Channel::Email && said.state != ConsentState::NotSubscribed
        });
        let is_after_tick = said.state == ConsentState::NotSubscribed
            && said.channel == Channel::Email
            && self
                .first_tick(customer, Told::ALL)?
                .is_some_and(|at| at < now.0);
        Ok(so_far.news(said.state, dated_at.map(|at| at.0), is_after_tick))
    }

    fn said_so_far(&self, customer: CustomerId, channel: Channel) -> Result<SoFar> {
        let mut statement = self.connection().prepare_cached(
            "SELECT state, recorded_at, dated_at FROM consent
              WHERE customer_id = :customer AND channel = :channel AND voided_at IS NULL
                AND source <> 'order'
              ORDER BY recorded_at, import_id, id",
        )?;
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let mut rows = statement.query(params)?;
        let mut so_far = SoFar::default();
        while let Some(row) = rows.next()? {
            let state = state_of(&row.get::<_, String>("state")?);
            so_far.take(state, row.get("dated_at")?, row.get("recorded_at")?);
        }
        Ok(so_far)
    }

    /// When the first order was placed with its box ticked (UTC milliseconds).
    fn first_tick(&self, customer: CustomerId, told: Told) -> Result<Option<i64>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT min(o.placed_at) FROM orders o JOIN import_file f ON f.id = o.import_file_id
              WHERE o.customer_id = :id AND o.accepts_marketing = 1 AND f.import_id <= :import",
        )?;
        let params = named_params! { ":id": customer.0, ":import": told.orders_of };
        Ok(statement.query_row(params, |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// Works out the history of one customer anew from the files that stand: what they do not say
    /// any more is voided, what they say is added, a “no” stays.
    pub(super) fn settle_consent(&self, customer: CustomerId, now: Timestamp) -> Result<()> {
        let rows = self.consent_rows(customer, Told::ALL)?;
        let first_tick = self.tick_before_no(customer, &rows, Told::ALL)?;
        let mut missing = history(&rows, first_tick);
        let mut statement = self.connection().prepare_cached(
            "SELECT id, channel, state, dated_at, import_id FROM consent
              WHERE customer_id = :customer AND voided_at IS NULL AND source = 'customers_file'
              ORDER BY id",
        )?;
        let mut stored = statement.query(named_params! { ":customer": customer.0 })?;
        let mut gone = Vec::new();
        while let Some(row) = stored.next()? {
            let (channel, state): (String, String) = (row.get("channel")?, row.get("state")?);
            let import: Option<i64> = row.get("import_id")?;
            let dated_at: Option<i64> = row.get("dated_at")?;
            let position = missing.iter().position(|entry| {
                Some(entry.said.import) == import
                    && channel_word(entry.channel) == channel
                    && state_word(entry.state) == state
                    && entry.dated_at() == dated_at
            });
            match position {
                Some(position) => {
                    missing.remove(position);
                }
                None if state_of(&state) == ConsentState::Unsubscribed => {}
                None => gone.push(row.get::<_, i64>("id")?),
            }
        }
        drop(stored);
        for id in gone {
            self.connection()
                .prepare_cached("UPDATE consent SET voided_at = :now WHERE id = :id")?
                .execute(named_params! { ":now": now.0, ":id": id })?;
        }
        for entry in missing {
            self.connection()
                .prepare_cached(
                    "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof, import_id)
                     VALUES (:customer, :channel, :state, 'customers_file', :at, :dated_at, :proof, :import)",
                )?
                .execute(named_params! {
                    ":customer": customer.0, ":channel": channel_word(entry.channel),
                    ":state": state_word(entry.state), ":at": entry.said.applied_at,
                    ":dated_at": entry.dated_at(),
                    ":proof": entry.said.proof, ":import": entry.said.import,
                })?;
        }
        self.spread_no(customer)
    }

    /// The channels on which what files have `told` so far is a “no”.
    pub(super) fn unsubscribings(
        &self,
        customer: CustomerId,
        told: Told,
    ) -> Result<Vec<Unsubscribing>> {
        let rows = self.consent_rows(customer, told)?;
        let first_tick = self.tick_before_no(customer, &rows, told)?;
        let no = |entry: &Entry| entry.state == ConsentState::Unsubscribed;
        let entries = history(&rows, first_tick).into_iter().filter(no);
        Ok(entries
            .map(|entry| Unsubscribing {
                channel: entry.channel,
                recorded_at: entry.said.applied_at,
                dated_at: entry.dated_at(),
                proof: entry.said.proof.clone(),
            })
            .collect())
    }

    /// The first tick, where a row says no by e-mail: else it changes nothing.
    fn tick_before_no(
        &self,
        customer: CustomerId,
        rows: &[Said],
        told: Told,
    ) -> Result<Option<i64>> {
        if rows
            .iter()
            .any(|row| row.states[0] == Some(ConsentState::NotSubscribed))
        {
            let first = self.first_tick(customer, told)?;
            Ok(first.into_iter().chain(told.ticked_at).min())
        } else {
            Ok(None)
        }
    }

    fn consent_rows(&self, customer: CustomerId, told: Told) -> Result<Vec<Said>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/imports/consent_said.sql"))?;
        let said = |row: &Row| -> rusqlite::Result<Said> {
            Ok(Said {
                import: row.get("import_id")?,
                is_repeat: row.get("is_repeat")?,
                states: [
                    row.get::<_, Option<i64>>("accepts_email")?.map(said_state),
                    row.get::<_, Option<i64>>("accepts_sms")?.map(said_state),
                    row.get::<_, Option<i64>>("accepts_whats_app")?
                        .map(said_state),
                ],
                email_said_at: row.get("email_said_at")?,
                applied_at: row.get("applied_at")?,
                proof: row.get("proof")?,
            })
        };
        let rows = statement
            .query_map(
                named_params! {
                    ":customer": customer.0, ":import": told.import, ":row": told.row,
                },
                |row| said(row),
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}
