//! What a report holds: said once, rendered as a page, a PDF, pictures and spreadsheets.

use pannier_core::Day;

use crate::{Cell, Chart, Locale, Table};

/// What stands on every page, picture and table that leaves the shop.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// What the report tells: "Average order value".
    pub title: String,
    /// The name of the shop.
    pub shop: String,
    /// The period in words: "1 Apr 2026 – 30 Jun 2026, compared with the 91 days before".
    pub period: String,
    /// The formula with its numbers in it: "€57.80 = €72,134.40 ÷ 1,248".
    pub formula: String,
    /// The day on which the report was made, in the shop's zone.
    pub made_on: Day,
    /// How numbers, amounts and days are written.
    pub locale: Locale,
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What stands on every page of it.
    pub about: About,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The head of a section.
    Heading(String),
    /// A paragraph to read.
    Paragraph(String),
    /// One fact set apart.
    Note(Note),
    /// A row of figures, read as an equation where they are joined.
    Figures(Vec<Figure>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// What follows begins on a new page where there are pages.
    PageBreak,
}

/// One fact set apart from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How loudly.
    pub tone: Tone,
    /// The fact, in a sentence or two.
    pub text: String,
}

/// How loudly a note speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// By the way.
    Plain,
    /// Look here.
    Warn,
}

/// A figure of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What joins it to the one before.
    pub join: Join,
    /// What it is: "Revenue".
    pub label: String,
    /// How much.
    pub value: Cell,
    /// A line under it: "+€2.40 on the 90 days before". May be empty.
    pub note: String,
}

/// What stands between a figure and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Nothing: a figure of its own.
    Apart,
    /// It is the result of what follows.
    Equals,
    /// ÷
    DividedBy,
    /// ×
    Times,
    /// +
    Plus,
    /// −
    Minus,
}

impl Join {
    /// The sign that is written.
    pub(crate) fn sign(self) -> Option<&'static str> {
        match self {
            Self::Apart => None,
            Self::Equals => Some("="),
            Self::DividedBy => Some("÷"),
            Self::Times => Some("×"),
            Self::Plus => Some("+"),
            Self::Minus => Some("\u{2212}"),
        }
    }
}

impl About {
    /// The day on which the report was made: "Made on 1 Jul 2026".
    pub(crate) fn made_on_words(&self) -> String {
        format!("Made on {}", self.locale.day(self.made_on))
    }

    /// What a table or picture that stands alone carries, with the word for each.
    pub(crate) fn facts(&self) -> [(&'static str, &str); 3] {
        [
            ("Shop", &self.shop),
            ("Period", &self.period),
            ("Formula", &self.formula),
        ]
    }
}

impl Document {
    /// Its tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Its charts, in order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }
}

impl Note {
    /// By the way.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            tone: Tone::Plain,
            text: text.into(),
        }
    }

    /// Look here.
    pub fn warn(text: impl Into<String>) -> Self {
        Self {
            tone: Tone::Warn,
            text: text.into(),
        }
    }
}

impl Figure {
    /// A figure that stands for itself.
    pub fn new(label: impl Into<String>, value: Cell) -> Self {
        Self::joined(Join::Apart, label, value)
    }

    /// A figure that belongs to the one before it.
    pub fn joined(join: Join, label: impl Into<String>, value: Cell) -> Self {
        Self {
            join,
            label: label.into(),
            value,
            note: String::new(),
        }
    }

    /// With a line under it.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }
}
