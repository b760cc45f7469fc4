//! Addresses that nothing is sent to any more, and what came back.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::OutboxRow;

/// Why an address is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SuppressionReason {
    /// Its reader said no.
    Unsubscribed,
    /// Its reader called a message unwanted.
    Complained,
    /// It does not exist.
    Bounced,
    /// Its mailbox did not take several messages.
    Full,
    /// The merchant put it there.
    ByHand,
    /// Its owner was erased.
    Erased,
}

/// Addresses on the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListSuppressed {
    /// In which this stands.
    pub search: String,
    /// Rows before.
    pub offset: u32,
    /// At most so many, up to 200.
    pub limit: u32,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuppressedPage {
    /// How many there are.
    pub total: u32,
    /// Those of this page, the newest first.
    pub rows: Vec<SuppressedRow>,
}

/// An address on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuppressedRow {
    /// What it is known by, for taking it off.
    pub key: String,
    /// The address; empty once its owner was erased.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// The same in words.
    pub why: String,
    /// Where that is known from.
    pub source: String,
    /// The server's or the reader's words; may be empty.
    pub said: String,
    /// Since when (UTC milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub added_at: i64,
    /// The merchant may take it off.
    pub may_be_removed: bool,
}

/// What a file brought to the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuppressedImported {
    /// The file.
    pub path: String,
    /// Addresses that are new on the list.
    pub added: u32,
    /// Addresses that were on it.
    pub known: u32,
    /// Lines in which no address stands.
    pub unreadable: Vec<UnreadableLine>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnreadableLine {
    /// From 1.
    pub line: u32,
    /// Why.
    pub why: String,
}

/// What a mail that came back is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum InboxKind {
    /// A message could not be delivered.
    Bounce,
    /// A message is late.
    Delay,
    /// A reader called a message unwanted.
    Complaint,
    /// A reader wants no more.
    Unsubscribe,
    /// An answer.
    Reply,
    /// An answer by a machine.
    AutoReply,
    /// A copy among the sent mail.
    Copy,
}

/// What was made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum InboxVerdict {
    /// It changed something.
    Acted,
    /// It is kept, and changes nothing.
    Noted,
    /// It is not believed.
    Refused,
}

/// Something that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InboxEvent {
    /// Its row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// What it is.
    pub kind: InboxKind,
    /// What was made of it.
    pub verdict: InboxVerdict,
    /// The same in words.
    pub sentence: String,
    /// Whom it is about; empty where nobody is known, or once they were erased.
    pub address: String,
    /// The server's or the reader's words; may be empty.
    pub said: String,
    /// When it came (UTC milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub arrived_at: i64,
}

/// What reading an inbox brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InboxPolled {
    /// Mails that were looked at.
    pub mails: u32,
    /// Addresses that do not exist.
    pub bounces: u32,
    /// People who want no more.
    pub unsubscribed: u32,
    /// Complaints.
    pub complaints: u32,
    /// Answers.
    pub replies: u32,
    /// What was not believed.
    pub refused: u32,
    /// Messages of which it was not known whether they were sent, and is now.
    pub settled: u32,
    /// There is more to be read.
    pub more: bool,
}

/// Mail to one customer and what came back of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerMail {
    /// Messages, the newest first.
    pub messages: Vec<CustomerMessage>,
    /// What came back, the newest first.
    pub events: Vec<InboxEvent>,
    /// Why nothing is sent to their address any more; empty where it may.
    pub suppressed_why: String,
}

/// A message to one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerMessage {
    /// The number of the message to all.
    pub sending: u32,
    /// What the merchant calls it.
    pub name: String,
    /// What became of it with them.
    pub row: OutboxRow,
}
