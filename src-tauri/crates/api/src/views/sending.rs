//! Messages to the people of a segment: what they say, who gets them, and what became of them.

mod accounts;
mod returned;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use accounts::*;
pub use returned::*;

/// Where a message to a segment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SendingState {
    /// Being written.
    Draft,
    /// Who gets it is settled; it was not started.
    Planned,
    /// Going out, or waiting for its time.
    Running,
    /// Waiting for the merchant.
    Paused,
    /// Ended before its time.
    Stopped,
    /// Nobody waits for it any more.
    Finished,
}

/// Who paused a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SendingPausedBy {
    /// The merchant.
    Merchant,
    /// The account was refused.
    Account,
    /// The server refused the message several times.
    Refusals,
    /// Its time passed while Pannier was closed: it asks.
    Late,
    /// There are no codes left.
    Codes,
    /// The disk or the shop file.
    Trouble,
}

/// Where a message to one person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OutboxState {
    /// Not for them.
    Skipped,
    /// Held back by chance, to be compared with.
    HeldOut,
    /// To be sent.
    Ready,
    /// On its way now.
    UnderWay,
    /// The mail server took it over.
    Sent,
    /// It will not be sent.
    Failed,
    /// It may have been sent; never again by itself.
    Uncertain,
}

/// What a message says, to whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingContent {
    /// What the merchant calls it.
    pub name: String,
    /// Its subject, with names such as `{{ first_name or "friend" }}`.
    pub subject: String,
    /// Its text, with names as well.
    pub text: String,
    /// The saved segment; nothing: everybody.
    pub segment: Option<u32>,
    /// The account that it goes out from.
    pub account: Option<u32>,
    /// Percent of those who may be written to who are held back, 0 to 90.
    pub holdout_percent: u8,
    /// The shop's local time before which nothing is sent, such as `2026-06-30T09:00`; nothing: at
    /// once.
    pub starts_at: Option<String>,
    /// The reader's time of day from which nothing is sent, such as `21:00`.
    pub quiet_from: Option<String>,
    /// The reader's time of day until which nothing is sent, such as `08:00`.
    pub quiet_until: Option<String>,
    /// Hours after its time from which it asks before it begins.
    pub late_hours: u16,
}

/// A message to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveSending {
    /// A draft; nothing: a new one.
    pub id: Option<u32>,
    /// What it is.
    pub content: SendingContent,
}

/// How many people there are of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingCounts {
    /// Everyone considered.
    pub people: u32,
    /// To be sent.
    pub ready: u32,
    /// On their way now.
    pub under_way: u32,
    /// Taken over by the mail server.
    pub sent: u32,
    /// Will not be sent.
    pub failed: u32,
    /// May have been sent.
    pub uncertain: u32,
    /// Held back by chance.
    pub held_out: u32,
    /// Left out.
    pub skipped: u32,
    /// The same, apart by why.
    pub reasons: Vec<OutboxReasonCount>,
}

/// People in a state for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutboxReasonCount {
    /// The state.
    pub state: OutboxState,
    /// For asking for those people alone.
    pub reason: String,
    /// The same in words.
    pub words: String,
    /// People.
    pub people: u32,
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingRow {
    /// Its number.
    pub id: u32,
    /// What the merchant calls it.
    pub name: String,
    /// Its subject as it was written.
    pub subject: String,
    /// Whom it goes to.
    pub segment_name: String,
    /// Where it stands.
    pub state: SendingState,
    /// Who paused it, where it is.
    pub paused_by: Option<SendingPausedBy>,
    /// Why, in words; empty where it is not.
    pub paused_why: String,
    /// What a message that goes out waits for, in words; empty where it does not.
    pub waits_for: String,
    /// Until when (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub waits_until: Option<i64>,
    /// How many people there are of each.
    pub counts: SendingCounts,
    /// When it was written (UTC milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub created_at: i64,
    /// Not before (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub starts_at: Option<i64>,
    /// When it began to go out (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub started_at: Option<i64>,
    /// When it ended (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub ended_at: Option<i64>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingDetail {
    /// Where it stands.
    pub row: SendingRow,
    /// What it says, to whom, and when.
    pub content: SendingContent,
    /// The address that it goes out from; empty while none was chosen.
    pub from: String,
}

/// What would become of a message, if it were planned now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendingPreview {
    /// Everyone in the segment.
    pub people: u32,
    /// Would get it; those who would be held back among them.
    pub ready: u32,
    /// About so many of them would be held back.
    pub held_out: u32,
    /// Would be left out, by why.
    pub reasons: Vec<OutboxReasonCount>,
    /// What has to be mended before it can be planned, in words; empty where nothing has.
    pub problem: String,
    /// Which input that is about, where it is about one.
    pub problem_field: Option<String>,
    /// The subject as the first of them would read it; empty with a problem.
    pub subject: String,
    /// The text as the first of them would read it, with what stands under every mail.
    pub text: String,
    /// Minutes until the last one would be sent, as far as the account's limits tell; nothing
    /// without one.
    pub minutes: Option<u32>,
    /// The names that can be used, with what they stand for.
    pub names: Vec<MessageName>,
}

/// A name that stands for something in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessageName {
    /// As it is written.
    pub name: String,
    /// What it stands for.
    pub stands_for: String,
}

/// A message to be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartSending {
    /// Its number.
    pub id: u32,
    /// Although its time passed while Pannier was closed.
    pub although_late: bool,
}

/// The very message, to be sent to the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestSending {
    /// The message as it is written now.
    pub content: SendingContent,
    /// Where it goes; empty: to the account's own address.
    pub to: String,
}

/// Rows of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListOutbox {
    /// The message.
    pub id: u32,
    /// In this state alone.
    pub state: Option<OutboxState>,
    /// For this reason alone, as counts name it.
    pub reason: Option<String>,
    /// In whose name or address this stands.
    pub search: String,
    /// Rows before.
    pub offset: u32,
    /// At most so many, up to 200.
    pub limit: u32,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutboxPage {
    /// How many there are.
    pub total: u32,
    /// Those of this page.
    pub rows: Vec<OutboxRow>,
}

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutboxRow {
    /// Its row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// The customer's row, while anyone is known by the address.
    #[specta(type = Option<specta_typescript::Number>)]
    pub customer: Option<i64>,
    /// As they are called; may be empty.
    pub name: String,
    /// Their address; empty without one, or once they were erased.
    pub address: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Why, in words; empty where there is nothing to say.
    pub why: String,
    /// The server's words; may be empty.
    pub said: String,
    /// When it left last (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub left_at: Option<i64>,
    /// When it is tried next (UTC milliseconds), where it waits for a time.
    #[specta(type = Option<specta_typescript::Number>)]
    pub next_at: Option<i64>,
}

/// The merchant's word on someone who may have got a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DecideUncertain {
    /// The row.
    #[specta(type = specta_typescript::Number)]
    pub row: i64,
    /// Send it again; else they got it.
    pub again: bool,
}
