//! Tables of typed cells.

use pannier_core::{Currency, Day, Money};

use crate::{
    Finite, Locale,
    number::f64_of,
    palette::{DOWN, INK, INK_3, Ink, UP},
};

/// A table: columns, rows, and what it says when there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it lists.
    pub title: String,
    /// A line under the title. May be empty.
    pub note: String,
    /// Said in place of rows when there are none: "No orders in this period".
    pub empty: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    foot: Option<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column: decides its side, its width, and how spreadsheets take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Amounts of money.
    Money,
    /// Changes of amounts.
    Change,
    /// Numbers of things.
    Count,
    /// Shares, with so many decimals of a percent.
    Percent(u8),
    /// Other numbers, with so many decimals.
    Number(u8),
    /// Days.
    Day,
    /// From one amount to another. Where cells have a middle, it is drawn as a mark as well.
    Interval,
}

/// A cell. No cell holds an undefined number: what is not known says so in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing to say.
    Empty,
    /// Words.
    Text(String),
    /// An amount.
    Money(Money),
    /// A change of an amount, its sign always written. Where it may be chance, "cannot tell" is written beside it.
    Change {
        /// By how much, with its sign.
        amount: Money,
        /// Whether it is more than chance.
        sure: bool,
    },
    /// A number of things.
    Count(i64),
    /// A share: 0.25 is 25 %.
    Ratio(Finite),
    /// Another number.
    Number(Finite),
    /// A day.
    Day(Day),
    /// Very likely between two amounts of one currency.
    Interval(Interval),
    /// No value, and why: "Too few orders to tell".
    Absent(String),
}

/// Very likely between two amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Minor units of the lower end.
    pub low: i64,
    /// Minor units of the estimate, where it is to be drawn.
    pub at: Option<i64>,
    /// Minor units of the upper end.
    pub high: i64,
    /// The currency of all three.
    pub currency: Currency,
}

/// What is written where a number turned out not to be one.
const NOT_A_NUMBER: &str = "Cannot be worked out";

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An amount, or the words for there being none.
    pub fn money_or(amount: Option<Money>, words: &str) -> Self {
        amount.map_or_else(|| Self::Absent(words.to_owned()), Self::Money)
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A share. An undefined one is absent.
    pub fn ratio(ratio: f64) -> Self {
        Finite::new(ratio).map_or_else(|| Self::Absent(NOT_A_NUMBER.to_owned()), Self::Ratio)
    }

    /// A number. An undefined one is absent.
    pub fn number(number: f64) -> Self {
        Finite::new(number).map_or_else(|| Self::Absent(NOT_A_NUMBER.to_owned()), Self::Number)
    }

    /// Why there is no value.
    pub fn absent(why: impl Into<String>) -> Self {
        Self::Absent(why.into())
    }

    /// The currency of what it holds.
    pub(crate) fn currency(&self) -> Option<Currency> {
        match self {
            Self::Money(money) | Self::Change { amount: money, .. } => Some(money.currency),
            Self::Interval(interval) => Some(interval.currency),
            _ => None,
        }
    }

    /// The colour it is written in: more and less have one each, what is not sure has none.
    pub(crate) fn ink(&self) -> Ink {
        match self {
            Self::Absent(_) | Self::Change { sure: false, .. } => INK_3,
            Self::Change { amount, .. } if amount.minor > 0 => UP,
            Self::Change { amount, .. } if amount.minor < 0 => DOWN,
            _ => INK,
        }
    }

    /// As a reader sees it.
    pub(crate) fn written(&self, kind: Kind, locale: &Locale) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Absent(text) => text.clone(),
            Self::Money(money) => locale.money(*money),
            Self::Change { amount, sure: true } => locale.signed_money(*amount),
            Self::Change {
                amount,
                sure: false,
            } => format!("{}, cannot tell", locale.signed_money(*amount)),
            Self::Count(count) => locale.count(*count),
            Self::Ratio(ratio) => locale.percent(
                *ratio,
                match kind {
                    Kind::Percent(decimals) => decimals,
                    _ => 1,
                },
            ),
            Self::Number(number) => locale.number(
                *number,
                match kind {
                    Kind::Number(decimals) => decimals,
                    _ => 1,
                },
            ),
            Self::Day(day) => locale.day(*day),
            Self::Interval(interval) => {
                let [low, high] = interval.ends();
                format!("{} to {}", locale.money(low), locale.money(high))
            }
        }
    }
}

impl Interval {
    /// The lower and the upper end.
    pub fn ends(self) -> [Money; 2] {
        [self.low, self.high].map(|minor| Money::new(minor, self.currency))
    }
}

impl Column {
    /// A column of a kind.
    pub fn new(head: impl Into<String>, kind: Kind) -> Self {
        Self {
            head: head.into(),
            kind,
        }
    }
}

impl Kind {
    /// Figures stand on the right, under one another.
    pub(crate) fn is_right(self) -> bool {
        !matches!(self, Self::Text | Self::Day)
    }
}

impl Table {
    /// A table without rows so far.
    pub fn new(title: impl Into<String>, columns: Vec<Column>, empty: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            note: String::new(),
            empty: empty.into(),
            columns,
            rows: Vec::new(),
            foot: None,
        }
    }

    /// With a line under the title.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// Adds a row. A short one is filled up with empty cells; what has no column is not kept.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let row = self.whole_row(cells);
        self.rows.push(row);
    }

    /// Sets the row that sums up the others.
    pub fn set_foot(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.foot = Some(self.whole_row(cells));
    }

    fn whole_row(&self, cells: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        debug_assert!(
            row.len() <= self.columns.len(),
            "a cell without a column would be lost"
        );
        row.resize(self.columns.len(), Cell::Empty);
        row
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows: each has a cell for each column.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// The row that sums up the others.
    pub fn foot(&self) -> Option<&[Cell]> {
        self.foot.as_deref()
    }

    /// The least and the greatest amount that the marks of a column of intervals need.
    pub(crate) fn marks(&self, column: usize) -> Option<[i64; 2]> {
        let mut ends = self
            .rows
            .iter()
            .chain(&self.foot)
            .filter_map(|row| match row.get(column) {
                Some(Cell::Interval(interval @ Interval { at: Some(at), .. })) => {
                    Some([interval.low.min(*at), interval.high.max(*at)])
                }
                _ => None,
            });
        let first = ends.next()?;
        Some(ends.fold(first, |[low, high], [l, h]| [low.min(l), high.max(h)]))
    }
}

/// Where an amount lies between two others: 0 at the first, 1 at the second.
pub(crate) fn place_on_scale(minor: i64, [low, high]: [i64; 2]) -> f64 {
    let span = f64_of(high) - f64_of(low);
    if span > 0.0 {
        ((f64_of(minor) - f64_of(low)) / span).clamp(0.0, 1.0)
    } else {
        0.5
    }
}
