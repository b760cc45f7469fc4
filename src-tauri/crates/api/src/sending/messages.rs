//! Messages: written, copied, planned, listed with where they stand.

use chrono::{NaiveDateTime, NaiveTime, Timelike as _};
use pannier_core::{Cancel, CustomerId, HeaderText, Reporter, ShopZone, Timestamp};
use pannier_store::{QuietHours, ReadTx, SendingRecord, SendingSettings, SendingState as Standing};

use super::{
    number,
    waiting::waits,
    with_variables,
    words::{counts, paused_by, sending_state},
};
use crate::{
    ApiError, Code, Result, Shop,
    segments::Ready,
    views::{SaveSending, SendingContent, SendingDetail, SendingRow},
};

/// Names are not longer than this many characters.
const LONGEST_NAME: usize = 100;

/// How a local time is written.
const MOMENT: &str = "%Y-%m-%dT%H:%M";
const TIME: &str = "%H:%M";

/// What everybody is called, where no segment was chosen.
const EVERYBODY: &str = "Everybody";

fn minute(field: &str, text: Option<&str>) -> Result<Option<u16>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let refuse = |_| ApiError::invalid(field, "A time of day is written like 21:00");
    let time = NaiveTime::parse_from_str(text, TIME).map_err(refuse)?;
    Ok(u16::try_from(time.hour() * 60 + time.minute()).ok())
}

fn time_words(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads what the merchant typed.
pub(crate) fn checked(shop: &Shop, of: &SendingContent) -> Result<SendingSettings> {
    let name = HeaderText::folded(&of.name);
    if name.is_empty() || name.as_str().chars().count() > LONGEST_NAME {
        let words = "Give the message a name of up to 100 characters, for your own list";
        return Err(ApiError::invalid("name", words));
    }
    HeaderText::parse(&of.subject)
        .map_err(|_| ApiError::invalid("subject", "The subject is one line"))?;
    if of.holdout_percent > 90 {
        return Err(ApiError::invalid(
            "holdoutPercent",
            "Hold back 90 % at most",
        ));
    }
    if of.late_hours == 0 {
        return Err(ApiError::invalid(
            "lateHours",
            "Say after how many hours it asks: 1 or more",
        ));
    }
    let quiet = match (
        minute("quietFrom", of.quiet_from.as_deref())?,
        minute("quietUntil", of.quiet_until.as_deref())?,
    ) {
        (Some(from), Some(until)) if from != until => Some(QuietHours { from, until }),
        (None, None) => None,
        _ => {
            let words = "Say from when and until when nothing is sent, or neither";
            return Err(ApiError::invalid("quietUntil", words));
        }
    };
    let zone = shop.record()?.zone;
    let starts_at = match of.starts_at.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => {
            let refuse = |_| {
                let words = "A time is written like 2026-06-30T09:00";
                ApiError::invalid("startsAt", words)
            };
            Some(zone.instant_of(NaiveDateTime::parse_from_str(text, MOMENT).map_err(refuse)?))
        }
    };
    let segment_name = match of.segment {
        None => EVERYBODY.to_owned(),
        Some(id) => shop.read(|tx| {
            let known = tx.segments()?.into_iter();
            let mut known = known.filter(|one| one.id == i64::from(id) && one.deleted_at.is_none());
            let gone = || ApiError::invalid("segment", "This segment is not there any more");
            Ok(known.next().ok_or_else(gone)?.name)
        })?,
    };
    if let Some(account) = of.account {
        shop.read(|tx| Ok(tx.mail_account(account.into())?))?;
    }
    Ok(SendingSettings {
        name: name.as_str().to_owned(),
        subject: of.subject.trim().to_owned(),
        text: of.text.replace("\r\n", "\n"),
        segment: of.segment.map(i64::from),
        segment_name,
        account: of.account.map(i64::from),
        holdout_share: u32::from(of.holdout_percent) * 10_000,
        starts_at,
        quiet,
        late_minutes: u32::from(of.late_hours) * 60,
    })
}

pub(crate) fn content(of: &SendingSettings, zone: ShopZone) -> SendingContent {
    SendingContent {
        name: of.name.clone(),
        subject: of.subject.clone(),
        text: of.text.clone(),
        segment: of.segment.map(number),
        account: of.account.map(number),
        holdout_percent: u8::try_from(of.holdout_share / 10_000).unwrap_or(0),
        starts_at: of
            .starts_at
            .map(|at| zone.local(at).format(MOMENT).to_string()),
        quiet_from: of.quiet.map(|quiet| time_words(quiet.from)),
        quiet_until: of.quiet.map(|quiet| time_words(quiet.until)),
        late_hours: u16::try_from(of.late_minutes / 60).unwrap_or(u16::MAX),
    }
}

pub(crate) fn row(shop: &Shop, tx: &ReadTx, record: &SendingRecord) -> Result<SendingRow> {
    let found = tx.outbox_counts(record.id)?;
    let waits = match record.state {
        Standing::Running => waits(shop, tx, record, &found)?,
        _ => None,
    };
    let at = |at: Option<Timestamp>| at.map(|at| at.0);
    Ok(SendingRow {
        id: number(record.id),
        name: record.settings.name.clone(),
        subject: record.settings.subject.clone(),
        segment_name: record.settings.segment_name.clone(),
        state: sending_state(record.state),
        paused_by: record.paused_by.map(paused_by),
        paused_why: record.paused_why.clone(),
        waits_until: waits.as_ref().and_then(|(until, _)| Some((*until)?.0)),
        waits_for: waits.map_or_else(String::new, |(_, why)| why),
        counts: counts(&found),
        created_at: record.created_at.0,
        starts_at: at(record.settings.starts_at),
        started_at: at(record.started_at),
        ended_at: at(record.ended_at),
    })
}

/// All messages, the newest first.
///
/// # Errors
/// What the shop file says.
pub fn list_sendings(shop: &Shop) -> Result<Vec<SendingRow>> {
    shop.read(|tx| {
        let records = tx.sendings()?;
        records.iter().map(|record| row(shop, tx, record)).collect()
    })
}

/// One message.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, or what the shop file says.
pub fn get_sending(shop: &Shop, id: u32) -> Result<SendingDetail> {
    shop.read(|tx| {
        let record = tx.sending(id.into())?;
        let zone = tx.shop()?.zone;
        let accounts = tx.mail_accounts()?.into_iter();
        let from = record.settings.account;
        let mut from = accounts.filter(|account| Some(account.id) == from);
        Ok(SendingDetail {
            row: row(shop, tx, &record)?,
            content: content(&record.settings, zone),
            from: from
                .next()
                .map_or_else(String::new, |account| account.settings.address),
        })
    })
}

/// Keeps a message that is being written; gives its number.
///
/// # Errors
/// [`Code::Validation`] with the field, [`Code::Conflict`] when who gets it is settled, or what the
/// shop file says.
pub fn save_sending(shop: &Shop, input: &SaveSending) -> Result<u32> {
    let said = checked(shop, &input.content)?;
    let now = shop.clock().now();
    shop.write(|tx| {
        Ok(number(tx.write_sending(
            input.id.map(i64::from),
            &said,
            now,
        )?))
    })
}

/// Takes a draft away.
///
/// # Errors
/// [`Code::Conflict`] when who gets it is settled: then it stays in the list.
pub fn delete_sending(shop: &Shop, id: u32) -> Result<()> {
    shop.write(|tx| Ok(tx.remove_sending(id.into())?))
}

/// Writes a message anew as a draft, with its words and its people; gives its number.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, or what the shop file says.
pub fn copy_sending(shop: &Shop, id: u32) -> Result<u32> {
    if shop.read(|tx| Ok(tx.campaign_of(id.into())?))?.is_some() {
        return crate::copy_campaign(shop, id);
    }
    let now = shop.clock().now();
    shop.write(|tx| {
        let mut said = tx.sending(id.into())?.settings;
        said.starts_at = None;
        let room = LONGEST_NAME - " (copy)".len();
        let name: String = said.name.chars().take(room).collect();
        said.name = format!("{name} (copy)");
        let known = |known: i64| tx.mail_account(known).is_ok();
        said.account = said.account.filter(|account| known(*account));
        Ok(number(tx.write_sending(None, &said, now)?))
    })
}

/// Everyone in the segment of a message.
pub(super) fn people(shop: &Shop, segment: Option<i64>) -> Result<Vec<CustomerId>> {
    let ready = Ready::of(shop)?;
    match segment {
        None => Ok(ready.everyone_ids()),
        Some(id) => ready.ids_of_saved(id).ok_or_else(|| {
            let words = "This segment is not there any more, or its rules cannot be followed";
            ApiError::invalid("segment", words)
        }),
    }
}

/// Settles who gets a message. It is not started by that.
///
/// # Errors
/// [`Code::Validation`] where something lacks or cannot be used for someone, [`Code::Conflict`]
/// when it is settled already, [`Code::Cancelled`].
pub fn plan_sending(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<SendingDetail> {
    let record = shop.read(|tx| Ok(tx.sending(id.into())?))?;
    let people = people(shop, record.settings.segment)?;
    if people.is_empty() {
        return Err(ApiError::new(Code::Validation, "Nobody is in this segment"));
    }
    let now = shop.clock().now();
    with_variables(shop, |variables| {
        pannier_campaign::plan(
            shop.store(),
            record.id,
            &people,
            variables,
            now,
            reporter,
            cancel,
        )
    })?;
    get_sending(shop, id)
}
