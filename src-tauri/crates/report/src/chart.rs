//! What a chart shows. How it is drawn is in the files beside this one.

mod axis;
mod bars;
mod cohort;
mod draw;
mod frame;
mod line;
mod numbers;
mod scatter;
mod waterfall;

use pannier_core::Currency;

pub(crate) use draw::{WIDTH, alone, pieces};

use crate::{Finite, Locale, locale::money_of};

/// A chart with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// A line under the title: "Shaded: where the true average likely lies". May be empty.
    pub caption: String,
    /// What it shows in a sentence, for those who do not see it.
    pub alt: String,
    /// Said in place of the drawing when there is nothing to draw.
    pub empty: String,
    /// The drawing.
    pub plot: Plot,
}

/// A drawing of a kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// A measure over time.
    Line(Lines),
    /// Things side by side.
    Bars(Bars),
    /// How many fall between one value and the next.
    Histogram(Histogram),
    /// From one value to another, part by part.
    Waterfall(Waterfall),
    /// Rows by columns, the darker the more.
    Cohort(Cohort),
    /// Two measures against each other.
    Scatter(Scatter),
}

/// What the numbers of an axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of a currency.
    Money(Currency),
    /// Things.
    Count,
    /// Shares: 0.25 is 25 %.
    Percent,
    /// Other numbers, with so many decimals.
    Number(u8),
}

/// One measure or a few over the same steps of time.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_field_names, reason = "that is what it holds")]
pub struct Lines {
    /// Of the values.
    pub unit: Unit,
    /// One for each step.
    pub labels: Vec<String>,
    /// One line, or up to five that are named where they end.
    pub lines: Vec<Line>,
    /// The last step is not over yet: its point is hollow.
    pub unfinished: bool,
    /// A dashed line to compare with.
    pub comparison: Option<Comparison>,
    /// What happened at a step.
    pub events: Vec<Event>,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name, written where it ends if there are several.
    pub name: String,
    /// One value for each step; the line is broken where there is none.
    pub values: Vec<Option<Finite>>,
    /// Where the true value likely lies at each step. May be empty.
    pub band: Vec<Option<[Finite; 2]>>,
}

/// A dashed line to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What it is: "90 days before: €53.10".
    pub label: String,
    /// One value for each step, or a single one for all.
    pub values: Vec<Option<Finite>>,
}

/// What happened at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The position of the step.
    pub at: usize,
    /// What: "4 Jun: linen throw to €52".
    pub label: String,
}

/// Things side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Of the values.
    pub unit: Unit,
    /// One for each thing.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How much; nothing is drawn where there is no value.
    pub value: Option<Finite>,
    /// It makes the point.
    pub highlighted: bool,
}

/// How many fall between one value and the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Of the values that are counted.
    pub unit: Unit,
    /// Where the first bin begins.
    pub start: Finite,
    /// How wide each bin is. Nothing is drawn where it is not above zero.
    pub width: Finite,
    /// How many fall in each bin.
    pub bins: Vec<Bin>,
    /// The last bin holds everything above, and stands apart.
    pub open: bool,
    /// Values that matter.
    pub thresholds: Vec<Threshold>,
}

/// A bin of a histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// How many.
    pub count: u32,
    /// It makes the point.
    pub highlighted: bool,
}

/// A value that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The value.
    pub at: Finite,
    /// What it is: "Free shipping from €65".
    pub label: String,
    /// Lines under it: "312 orders stopped", "€10 or less short". May be empty.
    pub notes: Vec<String>,
}

/// From one value to another, part by part.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Of the values.
    pub unit: Unit,
    /// Where it begins.
    pub from: (String, Finite),
    /// What it is made of; they add up to the change.
    pub parts: Vec<(String, Finite)>,
    /// Where it ends.
    pub to: (String, Finite),
}

/// Rows by columns, the darker the more.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Of the cells.
    pub unit: Unit,
    /// What the rows are: "First order in".
    pub row_head: String,
    /// What the size of a row counts: "Customers".
    pub size_head: String,
    /// What the columns are: "Months after the first order".
    pub column_head: String,
    /// Heads of the columns, short.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<CohortRow>,
}

/// A row of a cohort table.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortRow {
    /// Who.
    pub label: String,
    /// How many.
    pub size: u32,
    /// One for each column; what has not come yet is left blank.
    pub cells: Vec<Option<Finite>>,
}

/// Two measures against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// Of the values from left to right.
    pub x: Unit,
    /// What they are.
    pub x_label: String,
    /// Of the values from bottom to top.
    pub y: Unit,
    /// What they are.
    pub y_label: String,
    /// The points.
    pub points: Vec<[Finite; 2]>,
}

impl Chart {
    /// A chart.
    pub fn new(title: impl Into<String>, plot: Plot, empty: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            alt: title.clone(),
            title,
            caption: String::new(),
            empty: empty.into(),
            plot,
        }
    }

    /// With a line under its title.
    #[must_use]
    pub fn captioned(self, caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            ..self
        }
    }

    /// With a sentence for those who do not see it.
    #[must_use]
    pub fn told(self, alt: impl Into<String>) -> Self {
        Self {
            alt: alt.into(),
            ..self
        }
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        match &self.plot {
            Plot::Line(lines) => lines
                .lines
                .iter()
                .all(|line| line.values.iter().all(Option::is_none)),
            Plot::Bars(bars) => bars.bars.iter().all(|bar| bar.value.is_none()),
            Plot::Histogram(histogram) => {
                histogram.width <= Finite::ZERO || histogram.bins.iter().all(|bin| bin.count == 0)
            }
            Plot::Waterfall(_) => false,
            Plot::Cohort(cohort) => cohort.rows.is_empty() || cohort.columns.is_empty(),
            Plot::Scatter(scatter) => scatter.points.is_empty(),
        }
    }
}

impl Unit {
    /// A value as a reader sees it.
    pub(crate) fn written(self, value: Finite, locale: &Locale) -> String {
        match self {
            Self::Money(currency) => locale.money(money_of(value.get(), currency)),
            Self::Count => locale.number(value, 0),
            Self::Percent => locale.percent(value, 0),
            Self::Number(decimals) => locale.number(value, decimals),
        }
    }

    /// A change by a value: its sign is always written.
    pub(crate) fn written_change(self, value: Finite, locale: &Locale) -> String {
        let written = self.written(value, locale);
        let is_nothing = !written.chars().any(|c| matches!(c, '1'..='9'));
        if value > Finite::ZERO && !is_nothing {
            format!("+{written}")
        } else {
            written
        }
    }
}
