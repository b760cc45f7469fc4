//! Segments: which customers are meant, who they are, and what they come to.

mod rules;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use rules::*;

use super::{Amount, CustomerRow, ScoreGroup};

/// Rules to look at: as a sentence, or as a tree. Of both, the tree counts; of neither, everyone
/// is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewSegment {
    /// The rules as a tree.
    pub rule: Option<SegmentRule>,
    /// The rules as a sentence.
    pub text: Option<String>,
    /// The saved segment that is being changed: it may not name itself.
    pub id: Option<u32>,
    /// People to show at most.
    pub sample: u32,
    /// Another number draws other people.
    pub draw: u32,
}

/// Who fulfils rules, as the shop stands.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentPreview {
    /// The rules as a sentence.
    pub text: String,
    /// The rules as a tree, in the one shape that the sentence has.
    pub rule: SegmentRule,
    /// The day that counts as today: no later than the day after the newest order.
    pub as_of: String,
    /// All customers, also those without orders.
    pub everyone: u32,
    /// Customers with a counted order in the 12 months that end with that day.
    pub buyers_of_year: u32,
    /// How many are left after each sentence and those before it.
    pub steps: Vec<SegmentStep>,
    /// What those who are left come to, ever.
    pub figures: SegmentFigures,
    /// The same of the 12 months that end with that day.
    pub year: SegmentFigures,
    /// What all customers come to, ever.
    pub all: SegmentFigures,
    /// Some of the people, each with why they are in it.
    pub sample: Vec<SegmentPerson>,
    /// What nobody can fulfil, in sentences.
    pub contradictions: Vec<String>,
    /// Words that nothing in the shop is called by, in sentences.
    pub unknown: Vec<String>,
}

/// One sentence, and how many are left after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentStep {
    /// The sentence, or a group of them.
    pub text: String,
    /// People who fulfil it and those before it.
    pub left: u32,
    /// Where it asks for who may be written to: those of before who may not, by reason.
    pub unreachable: Vec<Unreachable>,
}

/// People who may not be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Unreachable {
    /// Why.
    pub reason: Reach,
    /// How many.
    pub people: u32,
}

/// Whether someone may be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// They agreed, and there is an address or number.
    Reachable,
    /// They said no.
    SaidNo,
    /// Nobody asked, or they did not answer.
    NotAsked,
    /// They agreed, and there is no address or number.
    NoAddress,
}

/// What some people come to. Amounts are goods of counted orders in the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentFigures {
    /// People.
    pub people: u32,
    /// Of them, those who ordered.
    pub buyers: u32,
    /// Their orders.
    pub orders: u32,
    /// What those came to.
    pub revenue: Amount,
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<Amount>,
}

/// Someone who is in a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentPerson {
    /// Their row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Their name, else the address or number.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Counted orders.
    pub orders: u32,
    /// What those came to.
    pub spent: Amount,
    /// The day of the last.
    pub last_order: Option<String>,
    /// So many days ago.
    pub days_ago: Option<u32>,
    /// Each sentence, and what it found.
    pub reasons: Vec<SegmentReason>,
}

/// What one sentence found with someone.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentReason {
    /// The sentence, with “not” where it stands behind that.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// What was found.
    pub found: SegmentFound,
}

/// What was found with someone.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    content = "of",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SegmentFound {
    /// Nothing more than whether it holds.
    Nothing,
    /// A number of orders or pieces.
    Number(#[specta(type = specta_typescript::Number)] i64),
    /// A number with decimals.
    Decimal(f64),
    /// An amount.
    Amount(Amount),
    /// A day, and how many days ago it was.
    Day {
        /// The day.
        day: String,
        /// Days until today.
        ago: i32,
    },
    /// The group by recency, frequency and value.
    Group(ScoreGroup),
    /// Words of the shop, such as a place or tags.
    Words(Vec<String>),
    /// Whether they may be written to.
    Reach(Reach),
    /// Points that they can spend.
    Points(#[specta(type = specta_typescript::Number)] i64),
    /// Points that they miss for a reward.
    PointsMissing(#[specta(type = specta_typescript::Number)] i64),
    /// What they did something with, and on which day.
    Deed {
        /// The product.
        thing: String,
        /// The day.
        day: String,
    },
    /// A cart that was left.
    Cart {
        /// What it came to.
        worth: Amount,
        /// The day.
        day: String,
    },
}

/// A sentence to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadSegment {
    /// The sentence.
    pub text: String,
}

/// A sentence as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentRead {
    /// The rules; nothing where it cannot be read.
    pub rule: Option<SegmentRule>,
    /// The sentence as it is written by the program.
    pub text: Option<String>,
    /// Why it cannot be read.
    pub error: Option<SegmentTextError>,
}

/// Why a sentence cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentTextError {
    /// The character at which it goes wrong, counted from 1.
    pub column: u32,
    /// What is wrong there.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// A segment to be saved. Of both, the tree counts before the sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveSegment {
    /// The one that it replaces; a new one where nothing.
    pub id: Option<u32>,
    /// Its name.
    pub name: String,
    /// The rules as a tree.
    pub rule: Option<SegmentRule>,
    /// The rules as a sentence.
    pub text: Option<String>,
    /// Its rank among personas, the first is 1; nothing where it is none.
    pub priority: Option<u32>,
}

/// The saved segments.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentList {
    /// The day that counts as today.
    pub as_of: String,
    /// All customers.
    pub everyone: u32,
    /// Personas by rank, then the others as they were made.
    pub segments: Vec<SegmentRow>,
    /// Those that can be restored.
    pub deleted: Vec<DeletedSegment>,
    /// The tiers of the loyalty programme, which rules can name; the lowest first.
    pub tiers: Vec<String>,
}

/// A saved segment.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentRow {
    /// Its row.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its rules as a sentence.
    pub text: String,
    /// Its rank among personas.
    pub priority: Option<u32>,
    /// As a persona: people who belong to none before it.
    pub persona: Option<u32>,
    /// It came with the program.
    pub ready_made: bool,
    /// What it comes to, ever; nothing where its rules cannot be followed.
    pub figures: Option<SegmentFigures>,
    /// Why they cannot.
    pub problem: Option<String>,
    /// The day it was changed last.
    pub changed_on: String,
}

/// A segment that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeletedSegment {
    /// Its row.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its rules as a sentence.
    pub text: String,
    /// The day it was deleted.
    pub deleted_on: String,
}

/// A saved segment with its lists and history.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentDetail {
    /// The segment.
    pub row: SegmentRow,
    /// Its rules; nothing where they cannot be read.
    pub rule: Option<SegmentRule>,
    /// Its frozen lists, the newest first.
    pub snapshots: Vec<SegmentSnapshot>,
    /// What it came to, the oldest day first.
    pub days: Vec<SegmentDay>,
    /// What it was before it was saved over, the newest first.
    pub versions: Vec<SegmentVersion>,
    /// What the people who are in it now ordered in each of the last 13 months, the oldest first,
    /// the last one unfinished.
    pub months: Vec<SegmentMonth>,
}

/// What the people of a segment ordered in a month. Amounts are goods of counted orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentMonth {
    /// Its first day.
    pub month: String,
    /// Their orders in it.
    pub orders: u32,
    /// What those came to.
    pub revenue: Amount,
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<Amount>,
    /// The same of all customers.
    pub all_aov: Option<Amount>,
}

/// What a segment was before it was saved over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentVersion {
    /// Its name then.
    pub name: String,
    /// Its rules then, as a sentence.
    pub text: String,
    /// The day it was saved so.
    pub saved_on: String,
    /// The day it was saved over.
    pub replaced_on: String,
}

/// A list that was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentSnapshot {
    /// Its row.
    pub id: u32,
    /// The name of the segment then.
    pub name: String,
    /// Its rules then.
    pub text: String,
    /// The day.
    pub taken_on: String,
    /// People in it then.
    pub people: u32,
    /// Of them, those who are still in the shop file.
    pub still: u32,
}

/// Who of a frozen list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FrozenPart {
    /// All who were in it then.
    Then,
    /// Those of them who are in the segment now.
    Stayed,
    /// Those of them who are not.
    Left,
    /// Those who are in the segment now and were not in the list.
    Joined,
}

/// Which people of which frozen list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FrozenAsked {
    /// The segment.
    pub segment: u32,
    /// The row of the list.
    pub list: u32,
    /// Who of it.
    pub part: FrozenPart,
    /// Position of the first row wanted.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// People of a frozen list, those who spent the most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FrozenPage {
    /// Of those in the list, how many are in the segment now.
    pub stayed: u32,
    /// Of those in the list, how many are not.
    pub left: u32,
    /// In the segment now, and not in the list.
    pub joined: u32,
    /// People of the part that was asked for.
    pub total: u32,
    /// Changes whenever the shop's customers do.
    pub generation: u32,
    /// The rows from `offset`.
    pub rows: Vec<CustomerRow>,
}

/// What a segment came to on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentDay {
    /// The day.
    pub day: String,
    /// People in it.
    pub people: u32,
    /// Their orders, ever.
    pub orders: u32,
    /// What those came to.
    pub revenue: Amount,
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<Amount>,
}

/// How many people saved segments share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentOverlap {
    /// The segments that can be followed.
    pub segments: Vec<OverlapSegment>,
    /// People in both, for each segment a row with one number for each segment.
    pub both: Vec<Vec<u32>>,
}

/// One of the segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OverlapSegment {
    /// Its row.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// People in it.
    pub people: u32,
}
