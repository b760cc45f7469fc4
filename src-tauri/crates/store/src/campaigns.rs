//! Campaigns: what each adds to the message that it goes out as, and what is of one person in it.

mod claim;
mod codes;
mod domain;
mod parts;
mod saved_blocks;

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Error, ReadTx, Result, SendingSettings, SendingState, Topic, WriteTx};

pub(crate) use claim::Says;
pub use codes::{CodeStock, TakenCode};
pub use domain::{DomainEntryState, DomainLook};
pub use parts::{Assigned, LastMail, Part, PersonExtra};
pub use saved_blocks::SavedBlock;

/// What a campaign says besides what its message does. Whoever writes it knows how to read the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignSettings {
    /// The kind that it began as.
    pub kind: String,
    /// JSON: for whom.
    pub audience: String,
    /// JSON: what is offered.
    pub offer: String,
    /// JSON: what the mail says.
    pub document: String,
    /// JSON: what the other part of a test reads.
    pub other_document: Option<String>,
    /// Millionths of those who get it who read the other one; 0 exactly where there is none.
    pub other_share: u32,
    /// The offer's end (UTC).
    pub ends_at: Option<Timestamp>,
    /// Whoever got another mail within so many days waits; 0: nobody does.
    pub cap_days: u16,
    /// Days that orders are counted, from the first mail.
    pub window_days: u16,
    /// The least rise worth having: percent of what a customer spends otherwise, 1 to 100.
    pub worth_having: u8,
    /// Days after a mail within which an order may be put down to it.
    pub attribution_days: u16,
    /// Whether each person has a code of their own.
    pub own_codes: bool,
}

/// A campaign beside its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRecord {
    /// The row of its message.
    pub sending: i64,
    /// What it says.
    pub settings: CampaignSettings,
    /// When its codes were first written to a file for the shop (UTC).
    pub exported_at: Option<Timestamp>,
    /// When a test of it was sent last (UTC), with a hash of what was tested.
    pub tested: Option<(Timestamp, [u8; 32])>,
    /// The one that it was copied from.
    pub copied_from: Option<i64>,
}

fn campaign(row: &Row) -> rusqlite::Result<CampaignRecord> {
    let at = |column: &str| -> rusqlite::Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
    };
    let tested_hash: Option<[u8; 32]> = row.get("tested_hash")?;
    Ok(CampaignRecord {
        sending: row.get("sending_id")?,
        settings: CampaignSettings {
            kind: row.get("kind")?,
            audience: row.get("audience")?,
            offer: row.get("offer")?,
            document: row.get("document")?,
            other_document: row.get("other_document")?,
            other_share: row.get("other_share")?,
            ends_at: at("ends_at")?,
            cap_days: row.get("cap_days")?,
            window_days: row.get("window_days")?,
            worth_having: row.get("worth_having")?,
            attribution_days: row.get("attribution_days")?,
            own_codes: row.get("own_codes")?,
        },
        exported_at: at("exported_at")?,
        tested: at("tested_at")?.zip(tested_hash),
        copied_from: row.get("copied_from")?,
    })
}

impl ReadTx<'_> {
    /// All campaigns, the newest first.
    pub fn campaigns(&self) -> Result<Vec<CampaignRecord>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/campaigns/campaigns.sql"))?;
        let rows = statement.query_map(named_params! { ":id": None::<i64> }, campaign)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What a message has as a campaign; nothing where it is none.
    pub fn campaign_of(&self, sending: i64) -> Result<Option<CampaignRecord>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/campaigns/campaigns.sql"))?;
        let found = statement.query_row(named_params! { ":id": sending }, campaign);
        Ok(found.optional()?)
    }

    /// One campaign.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there.
    pub fn campaign(&self, sending: i64) -> Result<CampaignRecord> {
        self.campaign_of(sending)?.ok_or_else(|| {
            Error::Missing("This campaign is not there any more. Nothing was changed".to_owned())
        })
    }
}

impl WriteTx<'_> {
    /// Keeps a campaign that is being written, with its message; gives its row. `copied_from` is
    /// kept where it is new.
    ///
    /// # Errors
    /// As [`WriteTx::write_sending`]: an offer that was planned is never changed.
    pub fn write_campaign(
        &self,
        id: Option<i64>,
        message: &SendingSettings,
        said: &CampaignSettings,
        copied_from: Option<i64>,
        now: Timestamp,
    ) -> Result<i64> {
        if let Some(id) = id {
            self.campaign(id)?;
        }
        let id = self.write_sending(id, message, now)?;
        self.connection()
            .prepare_cached(include_str!("sql/campaigns/write.sql"))?
            .execute(named_params! {
                ":id": id, ":kind": said.kind, ":audience": said.audience, ":offer": said.offer,
                ":document": said.document, ":other_document": said.other_document,
                ":other_share": said.other_share, ":ends_at": said.ends_at.map(|at| at.0),
                ":cap_days": said.cap_days, ":window_days": said.window_days,
                ":worth_having": said.worth_having, ":attribution_days": said.attribution_days,
                ":own_codes": said.own_codes, ":copied_from": copied_from,
            })?;
        self.touch(Topic::Sending);
        Ok(id)
    }

    /// Says that a test of a campaign was sent, with a hash of what was tested.
    pub fn set_campaign_tested(&self, id: i64, hash: [u8; 32], now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE campaign SET tested_at = :now, tested_hash = :hash WHERE sending_id = :id",
            )?
            .execute(named_params! { ":now": now.0, ":hash": hash, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Says that the codes of a campaign were written to a file for the shop.
    pub fn set_campaign_exported(&self, id: i64, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE campaign SET exported_at = coalesce(exported_at, :now) WHERE sending_id = :id",
            )?
            .execute(named_params! { ":now": now.0, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Refuses what is past writing.
    fn draft_only(&self, id: i64) -> Result<()> {
        if self.sending(id)?.state == SendingState::Draft {
            return Ok(());
        }
        let past = "Who gets this campaign is settled: it can only be copied. Nothing was changed";
        Err(Error::Conflict(past.to_owned()))
    }
}
