//! Preview, application and undoing of an import.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Mapping, MappingInput};

/// The order of day and month where a file writes both as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DateOrder {
    /// 31/12/2026
    DayFirst,
    /// 12/31/2026
    MonthFirst,
}

/// The decimal sign of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DecimalSign {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

/// What to look at, and the answers to what the files leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewInput {
    /// The files of one drop.
    pub paths: Vec<String>,
    /// Answer to [`Question::DateOrder`].
    pub date_order: Option<DateOrder>,
    /// Answer to [`Question::DecimalSign`].
    pub decimal_sign: Option<DecimalSign>,
    /// What the merchant says of the columns of some files.
    #[serde(default)]
    pub mappings: Vec<MappingInput>,
    /// Answer to [`Question::PaymentsOrOrders`].
    #[serde(default)]
    pub payments: Option<PaymentsAre>,
    /// Answer to [`Question::SameSales`].
    #[serde(default)]
    pub sales: Option<SalesAre>,
}

/// What the payments of a file are, where the shop file cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PaymentsAre {
    /// Each is a sale that no other file says: it counts as an order.
    Orders,
    /// They pay for orders of another file: they are kept beside them.
    Payments,
}

/// What payments that count as orders are, beside new orders of the shop itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SalesAre {
    /// The same sales: the payments become payments, and count as orders no more.
    Same,
    /// Other sales: both count.
    Different,
}

/// Payments that count as orders, beside new orders of the shop itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SameSales {
    /// Names of the services, such as Stripe.
    pub services: Vec<String>,
    /// Payments of them that count as orders.
    pub payments: u32,
    /// New orders of the files.
    pub orders: u32,
    /// New orders for which there is such a payment: of the same amount or address, within three
    /// days.
    pub alike: u32,
    /// The shop's day of the first of those payments.
    pub first_paid: String,
    /// The shop's day of the last.
    pub last_paid: String,
    /// The shop's day of the first new order.
    pub first_ordered: String,
    /// The shop's day of the last.
    pub last_ordered: String,
}

/// What a file leaves open and nobody should guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Question {
    /// Whether 03/04 is in March or April.
    DateOrder,
    /// Whether 1.234 is a thousand or one and a bit.
    DecimalSign,
    /// Whether the columns of a file are what Pannier takes them for: its platform’s files were
    /// never seen ([`Mapping::is_confirmed`]). Answered by a [`MappingInput`].
    Columns,
    /// Whether the payments of Stripe, PayPal or Square are the shop’s only record of its sales, or
    /// pay for orders that another file says. Asked in a shop without such orders.
    PaymentsOrOrders,
    /// Whether payments that count as orders and the new orders of the files are the same sales:
    /// [`Preview::same_sales`].
    SameSales,
}

/// How many rows of a file go where. They add up to its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowVerdicts {
    /// Part of something new.
    pub new: u32,
    /// Part of something that changes.
    pub updated: u32,
    /// Part of something that is known and the same.
    pub unchanged: u32,
    /// Says again what an earlier row of these files says.
    pub merged: u32,
    /// Left out by a rule that is named.
    pub ignored: u32,
    /// Could not be understood.
    pub rejected: u32,
}

/// How many things of one kind are new, changed or known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// New.
    pub new: u32,
    /// Changed.
    pub updated: u32,
    /// Known and the same.
    pub unchanged: u32,
}

/// Rows left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IgnoredRows {
    /// A sentence.
    pub reason: String,
    /// How many.
    pub rows: u32,
}

/// A row that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Rejection {
    /// Line of the file where the row begins; the header is on line 1.
    pub line: u32,
    /// Column, or empty where the whole row is meant.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// A sentence: what is wrong and what to do.
    pub reason: String,
}

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// What the file is: “holds payouts, not orders”.
    pub what: String,
    /// What is needed instead.
    pub need: String,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Understood {
    /// `utf-8`, `utf-16` or `windows-1252`.
    pub encoding: String,
    /// The character between cells.
    pub delimiter: String,
    /// Dates: `iso`, `dayFirst` or `monthFirst`.
    pub dates: String,
    /// The zone that dates without one were read in; nothing where the file names its offsets.
    pub time_zone: Option<String>,
    /// `point` or `comma`.
    pub decimal_sign: String,
    /// Currencies of its orders (ISO 4217), most frequent first.
    pub currencies: Vec<String>,
    /// Orders whose prices include tax.
    pub tax_included: u32,
    /// Orders with tax on top of the prices.
    pub tax_on_top: u32,
}

/// What one column is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnUse {
    /// Its name in the file.
    pub name: String,
    /// A value of it.
    pub example: String,
    /// What it is used as, a key of the catalogue; nothing where it is not used.
    pub used_as: Option<String>,
}

/// An order as understood, above what the file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampleOrder {
    /// Its number.
    pub number: String,
    /// The shop's local date and time: `2026-06-30T17:52`.
    pub placed_local: String,
    /// The date as the file writes it.
    pub placed_raw: String,
    /// Name or e-mail.
    pub customer: String,
    /// Goods after discounts.
    pub goods: Amount,
    /// Shipping.
    pub shipping: Amount,
    /// Discounts, positive.
    pub discounts: Amount,
    /// Total as the file writes it.
    pub total_raw: String,
}

/// One file of a preview or import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilePreview {
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// `shopify`, where it was recognised.
    pub platform: Option<String>,
    /// `orders`, `customers`, `products`, `checkouts`, `payments`, `behaviour` or `balances`, where
    /// it was recognised.
    pub kind: Option<String>,
    /// Rows after the header.
    pub rows: u32,
    /// Where they go.
    pub row_verdicts: RowVerdicts,
    /// Orders in it.
    pub orders: Counts,
    /// Customers in it.
    pub customers: Counts,
    /// Products in it: those of a products file, or those that the lines of its orders sold.
    pub products: Counts,
    /// Carts that were left behind in it: kept, and never counted as orders.
    pub checkouts: Counts,
    /// Payments, refunds and fees in it, of a file of payments: never counted as revenue.
    pub payments: Counts,
    /// Refunds in it of which the file does not say the order.
    pub refunds: Counts,
    /// Views, wishes and carts in it, of a file of behaviour.
    pub behaviour: Counts,
    /// People with their points in it, of a file of those.
    pub balances: Counts,
    /// Rows left out, by reason.
    pub ignored: Vec<IgnoredRows>,
    /// Rows that could not be understood, the first 200.
    pub rejected: Vec<Rejection>,
    /// Why the file is refused, where it is.
    pub refused: Option<Refusal>,
    /// The half of its orders that it says, where another file says the other one.
    pub half: Option<Half>,
    /// What else a merchant should know of how it was read, a sentence each.
    pub notes: Vec<String>,
    /// How it was read.
    pub understood: Option<Understood>,
    /// What its columns mean, for the mapping screen; nothing where the file is no table.
    pub mapping: Option<Mapping>,
    /// Columns, in the file's order.
    pub columns: Vec<ColumnUse>,
    /// Up to 5 orders as understood.
    pub sample: Vec<SampleOrder>,
    /// The shop's day of its first order.
    pub first_day: Option<String>,
    /// The shop's day of its last order.
    pub last_day: Option<String>,
}

/// One of two files that say the same orders between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Half {
    /// Whether it says the items of the orders; else it says their totals.
    pub says_items: bool,
    /// The files that say the other half, which are read together with it.
    pub with: Vec<String>,
    /// Where there is none: how it is made, a sentence.
    pub missing: Option<String>,
}

impl FilePreview {
    /// Whether so many rows could not be understood, more than 5 %, that the merchant is asked
    /// before the rest is imported.
    pub fn has_many_rejections(&self) -> bool {
        u64::from(self.row_verdicts.rejected) * 20 > u64::from(self.rows)
    }
}

/// What an import would do, before anything is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// For applying or discarding it.
    pub id: u32,
    /// The files, in the order they were given.
    pub files: Vec<FilePreview>,
    /// What has to be answered first; nothing can be applied while there is a question.
    pub questions: Vec<Question>,
    /// Payments that count as orders and may be the same sales as new orders of the files.
    pub same_sales: Option<SameSales>,
}

/// A step of long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TaskPhase {
    /// Reading files.
    Reading,
    /// Comparing with what is known.
    Matching,
    /// Writing.
    Saving,
    /// Working out averages.
    Counting,
}

/// Where long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TaskProgress {
    /// Present step.
    pub phase: TaskPhase,
    /// Done so far.
    pub done: u32,
    /// Of how many, once known.
    pub total: Option<u32>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// For undoing it; nothing where there was nothing to write.
    pub import_id: Option<u32>,
    /// The files with their verdicts.
    pub files: Vec<FilePreview>,
}

/// Whether an import still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ImportState {
    /// In the shop file.
    Applied,
    /// Undone.
    Reverted,
}

/// What stays in the shop file when an import is undone, since something later depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoKeeps {
    /// Orders it brought that a later import has too.
    pub orders: u32,
    /// Customers it brought whom another import knows too.
    pub customers: u32,
    /// People who said no with it: no undo lifts that.
    pub noes: u32,
    /// Products, payments, carts and the like that another import has too.
    pub records: u32,
    /// Joinings of customers it speaks of.
    pub joinings: u32,
}

/// One import of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// For undoing it.
    pub id: u32,
    /// When (UTC, milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub applied_at: i64,
    /// Whether it still stands.
    pub state: ImportState,
    /// Names of its files.
    pub files: Vec<String>,
    /// Orders it brought or changed.
    pub orders: Counts,
    /// Customers it brought or changed.
    pub customers: Counts,
    /// Products of products files that it brought or changed.
    pub products: Counts,
    /// Carts left behind that it brought or changed.
    pub checkouts: Counts,
    /// Payments that it brought or changed.
    pub payments: Counts,
    /// Refunds of their own, each a row, that it brought or changed.
    pub refunds: Counts,
    /// Views, wishes and carts that it brought.
    pub behaviour: Counts,
    /// People whose points in another programme it brought.
    pub balances: Counts,
    /// Rows that could not be understood.
    pub rejected: u32,
}
