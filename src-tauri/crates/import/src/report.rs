//! What an import tells: what was understood of each file, and where each of its rows goes.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Mapping, MappingDraft, MappingSaid};
use pannier_core::{Currency, Day, NumberStyle, ShopZone, Timestamp};
pub use pannier_store::SalesAre;

/// The order of day and month where a file writes both as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2026
    DayFirst,
    /// 12/31/2026
    MonthFirst,
}

/// Answers to what files leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Answer to [`Question::DateOrder`].
    pub date_order: Option<DateOrder>,
    /// Answer to [`Question::DecimalSign`].
    pub decimal_sign: Option<NumberStyle>,
    /// Answers to [`Question::Columns`], and whatever else is said of columns, file by file.
    pub mappings: Vec<MappingSaid>,
    /// A mapping for each file that has all its columns.
    pub mapping: Option<Mapping>,
    /// Reads files of platforms that nobody has seen without asking.
    pub trust_columns: bool,
    /// Answer to [`Question::PaymentsOrOrders`].
    pub payments: Option<PaymentsAre>,
    /// Answer to [`Question::SameSales`].
    pub sales: Option<SalesAre>,
}

/// What the payments of a file are, where the shop file cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentsAre {
    /// Each that was paid is a sale of its own, which no other file says: it counts as revenue.
    Orders,
    /// They pay for orders of another file: they are kept beside them.
    Payments,
}

/// What the shop counts in, for what files do not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopContext {
    /// Currency of orders in files without a currency column.
    pub currency: Currency,
    /// Country of phone numbers without a prefix (ISO 3166, two letters).
    pub country: String,
    /// Zone of times that are written without one, and of the shop's days.
    pub zone: ShopZone,
    /// The present instant.
    pub now: Timestamp,
}

/// What a file leaves open and nobody should guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Whether 03/04 is in March or April.
    DateOrder,
    /// Whether 1.234 is a thousand or one and a bit.
    DecimalSign,
    /// Whether the columns of a file are what they are taken for: nobody has seen a file of that
    /// platform. Answered by [`crate::MappingSaid`] or [`Options::trust_columns`].
    Columns,
    /// Whether the payments of a service are all that there is of the sales, or belong to orders
    /// that other files say: counted as both, money would be counted twice.
    PaymentsOrOrders,
    /// Whether payments that count as orders and the new orders of the shop are the same sales:
    /// [`SameSales`] says how many look alike.
    SameSales,
}

/// Payments that count as orders, beside new orders of the shop itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameSales {
    /// Names of the services, such as Stripe.
    pub services: Vec<String>,
    /// Payments of them that count as orders.
    pub payments: u64,
    /// New orders of the files.
    pub orders: u64,
    /// New orders for which there is such a payment: of the same amount within three days, or of
    /// the same address within three days.
    pub alike: u64,
    /// The shop's days of the first and the last of those payments.
    pub paid: (Day, Day),
    /// The shop's days of the first and the last new order.
    pub ordered: (Day, Day),
}

/// What a file that can be imported holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Orders, with or without their lines.
    Orders,
    /// Customers, and people of newsletter lists.
    Customers,
    /// What the shop sells: prices, costs, stock.
    Products,
    /// Carts that were left behind. They are never orders.
    Checkouts,
    /// Payments and refunds, one by one.
    Payments,
    /// What people looked at, wished for or put into a cart.
    Behaviour,
    /// What people had in another loyalty programme.
    Balances,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Orders,
        Self::Customers,
        Self::Products,
        Self::Checkouts,
        Self::Payments,
        Self::Behaviour,
        Self::Balances,
    ];

    /// The one with that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// `orders`, `customers`, `products`, `checkouts`, `payments`, `behaviour` or `balances`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Customers => "customers",
            Self::Products => "products",
            Self::Checkouts => "checkouts",
            Self::Payments => "payments",
            Self::Behaviour => "behaviour",
            Self::Balances => "balances",
        }
    }
}

/// How many rows of a file go where. They add up to its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowVerdicts {
    /// Part of something new.
    pub new: u64,
    /// Part of something that changes.
    pub updated: u64,
    /// Part of something that is known and the same.
    pub unchanged: u64,
    /// Says again what an earlier row of these files says.
    pub merged: u64,
    /// Left out by a rule that is named.
    pub ignored: u64,
    /// Could not be understood.
    pub rejected: u64,
}

impl RowVerdicts {
    /// All of them together.
    pub fn sum(&self) -> u64 {
        self.new + self.updated + self.unchanged + self.merged + self.ignored + self.rejected
    }
}

/// How many things of one kind are new, changed or known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New.
    pub new: u64,
    /// Changed.
    pub updated: u64,
    /// Known and the same.
    pub unchanged: u64,
}

/// Rows left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredRows {
    /// A sentence.
    pub reason: String,
    /// How many.
    pub rows: u64,
}

/// A row that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Line of the file where the row begins; the first line of the file is 1.
    pub line: u64,
    /// Column, or empty where the whole row is meant.
    pub column: String,
    /// What stands there, at most 80 characters.
    pub value: String,
    /// A sentence: what is wrong and what to do.
    pub reason: String,
}

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What the file is.
    pub what: String,
    /// What is needed instead.
    pub need: String,
}

impl Refusal {
    pub(crate) fn new(what: impl Into<String>, need: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            need: need.into(),
        }
    }
}

/// How the dates of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// The year first, or the day numbers of a spreadsheet: nothing to decide.
    Iso,
    /// Day and month as numbers, in this order.
    Numbers(DateOrder),
}

impl DateStyle {
    /// `iso`, `dayFirst` or `monthFirst`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::Numbers(DateOrder::DayFirst) => "dayFirst",
            Self::Numbers(DateOrder::MonthFirst) => "monthFirst",
        }
    }
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// `utf-8`, `utf-16` or `windows-1252`.
    pub encoding: &'static str,
    /// The character between cells.
    pub delimiter: char,
    /// How dates are written.
    pub dates: DateStyle,
    /// The zone that times without one were read in; nothing where the file names its offsets.
    pub time_zone: Option<String>,
    /// The decimal sign.
    pub decimal_sign: NumberStyle,
    /// Currencies of its orders, most frequent first.
    pub currencies: Vec<Currency>,
    /// Orders whose prices include tax.
    pub tax_included: u64,
    /// Orders with tax on top of the prices.
    pub tax_on_top: u64,
}

/// What one column is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name in the file.
    pub name: String,
    /// A value of it.
    pub example: String,
    /// What it is used as, a key; nothing where it is not used.
    pub used_as: Option<&'static str>,
}

/// An order as understood, above what the file says. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOrder {
    /// Its number.
    pub number: String,
    /// The shop's local date and time: `2026-06-30T17:52`.
    pub placed_local: String,
    /// The date as the file writes it.
    pub placed_raw: String,
    /// Name or e-mail.
    pub customer: String,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Goods after discounts.
    pub goods: i64,
    /// Shipping.
    pub shipping: i64,
    /// Discounts, positive.
    pub discounts: i64,
    /// Total as the file writes it.
    pub total_raw: String,
}

/// One file of a preview or import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// `shopify`, where it was recognised.
    pub platform: Option<String>,
    /// What it holds, where it was recognised.
    pub kind: Option<Kind>,
    /// Rows after the header.
    pub rows: u64,
    /// Where they go.
    pub row_verdicts: RowVerdicts,
    /// Orders in it.
    pub orders: Counts,
    /// Customers in it.
    pub customers: Counts,
    /// Products in it.
    pub products: Counts,
    /// Carts that were left behind in it. They are never orders.
    pub checkouts: Counts,
    /// Payments, refunds and fees in it, of a file of payments. They are never revenue.
    pub payments: Counts,
    /// Refunds in it that are no part of an order’s own rows.
    pub refunds: Counts,
    /// Views, wishes and carts in it, of a file of behaviour.
    pub behaviour: Counts,
    /// Points in another programme, of a file of those.
    pub balances: Counts,
    /// Rows left out, by reason.
    pub ignored: Vec<IgnoredRows>,
    /// Rows that could not be understood, the first 10,000; the verdicts have their number.
    pub rejected: Vec<Rejection>,
    /// Why the file is refused, where it is.
    pub refused: Option<Refusal>,
    /// How it was read.
    pub understood: Option<Understood>,
    /// What its columns mean or may mean; nothing where it is no table.
    pub mapping: Option<MappingDraft>,
    /// Columns, in the file's order.
    pub columns: Vec<ColumnUse>,
    /// Up to 5 orders as understood.
    pub sample: Vec<SampleOrder>,
    /// The shop's day of its first order.
    pub first_day: Option<Day>,
    /// The shop's day of its last order.
    pub last_day: Option<Day>,
    /// What else is worth knowing, in sentences: a missing column and what stands in for it, an
    /// unknown word.
    pub notes: Vec<String>,
}

impl FileReport {
    pub(crate) fn empty(path: PathBuf) -> Self {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        Self {
            path,
            name,
            platform: None,
            kind: None,
            rows: 0,
            row_verdicts: RowVerdicts::default(),
            orders: Counts::default(),
            customers: Counts::default(),
            products: Counts::default(),
            checkouts: Counts::default(),
            payments: Counts::default(),
            refunds: Counts::default(),
            behaviour: Counts::default(),
            balances: Counts::default(),
            ignored: Vec::new(),
            rejected: Vec::new(),
            refused: None,
            understood: None,
            mapping: None,
            columns: Vec::new(),
            sample: Vec::new(),
            first_day: None,
            last_day: None,
            notes: Vec::new(),
        }
    }

    /// Counts rows as left out for a reason.
    pub(crate) fn ignore(&mut self, reason: &str, rows: u64) {
        self.row_verdicts.ignored += rows;
        match self.ignored.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.rows += rows,
            None => self.ignored.push(IgnoredRows {
                reason: reason.to_owned(),
                rows,
            }),
        }
    }

    /// Counts a row as one that could not be understood.
    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.row_verdicts.rejected += 1;
        if self.rejected.len() < LISTED_REJECTIONS {
            self.rejected.push(rejection);
        }
    }
}

/// Rejections that are listed with their reason; a file that is wrong throughout must not fill
/// the memory.
const LISTED_REJECTIONS: usize = 10_000;

/// The first 80 characters of a cell, on one line.
pub(crate) fn shortened(cell: &str) -> String {
    cell.chars()
        .take(80)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
