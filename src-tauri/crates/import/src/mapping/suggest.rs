//! What the columns of an unknown file may mean: by their names, which are compared with the
//! names that all known platforms have for each meaning, and by what stands in them.

use std::collections::{BTreeMap, HashSet};

use pannier_core::{Currency, Email, NumberStyle, UnitPrice};

use super::{RowShape, columns::Sample};
use crate::{
    Kind, dates,
    header::Header,
    profile::{Field, FieldKind, column_names, needs},
};

/// For each column with a meaning: the meaning, and how sure it is in percent.
type Meanings = BTreeMap<usize, (Field, u8)>;

/// What the merchant has said of a file already.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) kind: Option<Kind>,
    pub(super) rows: Option<RowShape>,
    /// For columns that something was said of, the meaning, or that it has none.
    pub(super) columns: BTreeMap<usize, Option<Field>>,
}

/// What is suggested.
pub(super) struct Guess {
    pub(super) kind: Kind,
    pub(super) rows: RowShape,
    pub(super) columns: Meanings,
    pub(super) refund_rows: bool,
}

/// What the cells of a column look like: of those that are filled, how many are what.
#[derive(Debug, Clone, Copy, Default)]
struct Looks {
    filled: usize,
    emails: usize,
    dates: usize,
    amounts: usize,
    counts: usize,
    currencies: usize,
    negatives: usize,
}

impl Looks {
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut looks = Self::default();
        for cell in cells {
            looks.filled += 1;
            let amount = UnitPrice::parse(cell, NumberStyle::Point)
                .or_else(|_| UnitPrice::parse(cell, NumberStyle::Comma));
            let digits = cell.trim_start_matches('-');
            let is_whole = digits.bytes().all(|b| b.is_ascii_digit());
            let is_date = !is_whole && amount.is_err() && dates::read(cell).is_some();
            looks.emails += usize::from(Email::parse(cell).is_ok());
            looks.dates += usize::from(is_date);
            looks.amounts += usize::from(amount.is_ok());
            looks.counts += usize::from(is_whole && digits.len() <= 6);
            looks.currencies += usize::from(cell.len() == 3 && cell.parse::<Currency>().is_ok());
            looks.negatives += usize::from(amount.is_ok_and(|amount| amount.0 < 0));
        }
        looks
    }

    /// Whether nearly all cells are so.
    fn mostly(self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 9
    }

    /// Whether the cells can have a meaning; nothing where there are none.
    fn fits(self, field: Field) -> Option<bool> {
        if self.filled == 0 {
            return None;
        }
        let is_mail = self.mostly(self.emails);
        Some(match (field, field.cells()) {
            (Field::Email, _) => is_mail,
            (Field::Currency, _) => self.mostly(self.currencies),
            // Thousands of points may be parted by a mark.
            (Field::Points, _) | (_, FieldKind::Amount) => self.mostly(self.amounts),
            (_, FieldKind::Moment) => self.mostly(self.dates),
            (_, FieldKind::Count) => self.mostly(self.counts),
            (Field::LineName | Field::CustomerName | Field::ProductTitle, _) => {
                !is_mail && !self.mostly(self.dates) && !self.mostly(self.amounts)
            }
            (_, FieldKind::Text) => !is_mail && !self.mostly(self.dates),
        })
    }
}

/// Words that say nothing of a meaning.
const FILLERS: &[&str] = &[
    "the", "of", "de", "der", "des", "la", "le", "di", "del", "van",
];

fn words(name: &str) -> HashSet<&str> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !FILLERS.contains(word))
        .map(|word| word.trim_end_matches('s'))
        .collect()
}

fn squashed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How well a column's name is one that a meaning has, from 0 to 1: the same letters, or the
/// share of words in common (Dice's coefficient).
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words, a handful each"
)]
fn likeness(name: &str, known: &str) -> f64 {
    if name == known || squashed(name) == squashed(known) {
        return 1.0;
    }
    let (own, other) = (words(name), words(known));
    if own.is_empty() || other.is_empty() {
        return 0.0;
    }
    let shared = own.intersection(&other).count();
    0.85 * (2 * shared) as f64 / (own.len() + other.len()) as f64
}

/// Suggests what a file is, as far as it is not said.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of columns, a handful each"
)]
pub(super) fn guess(header: &Header, sample: &Sample, given: &Given) -> Guess {
    let table = Columns {
        names: header.folded(),
        looks: (0..header.len())
            .map(|column| Looks::of(sample.cells(column)))
            .collect(),
        said: &given.columns,
    };
    let kinds = [
        Kind::Orders,
        Kind::Customers,
        Kind::Products,
        Kind::Payments,
        Kind::Behaviour,
        Kind::Balances,
    ];
    let kinds = given.kind.map_or(kinds.to_vec(), |kind| vec![kind]);
    let mut best: Option<(f64, Kind, Meanings)> = None;
    for kind in kinds {
        let columns = table.assign(kind, &BTreeMap::new());
        let found: HashSet<Field> = columns.values().map(|(field, _)| *field).collect();
        let groups = needs(kind);
        let is_met = |any: &&&[Field]| any.iter().any(|field| found.contains(field));
        let met = groups.iter().filter(is_met).count() as f64 / groups.len() as f64;
        let sure: f64 = columns.values().map(|(_, sure)| f64::from(*sure)).sum();
        let score = met * 100.0 + sure;
        if best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, kind, columns));
        }
    }
    let (_, kind, columns) = best.unwrap_or((0.0, Kind::Orders, Meanings::new()));
    let rows = given.rows.unwrap_or_else(|| shape(kind, &columns, sample));
    // What a row is tells which columns are of the whole order: so they are judged once more.
    let columns = table.assign(kind, &levels(kind, rows, &columns, sample));
    let signed = [Field::LineQuantity, Field::LineTotal, Field::Total];
    let is_below_zero = |field| at(&columns, field).is_some_and(|p| table.looks[p].negatives > 0);
    Guess {
        kind,
        rows,
        refund_rows: kind == Kind::Orders && signed.into_iter().any(is_below_zero),
        columns,
    }
}

fn at(columns: &Meanings, wanted: Field) -> Option<usize> {
    let mut found = columns.iter().filter(|(_, (field, _))| *field == wanted);
    found.next().map(|(position, _)| *position)
}

/// How well a column's name is one of those that a meaning has, from 0 to 1.
fn named(kind: Kind, field: Field, name: &str) -> f64 {
    let known = column_names(kind, field);
    let likenesses = known.iter().map(|known| likeness(name, known));
    likenesses.fold(0.0, f64::max)
}

/// What a column is of, in a file whose rows are lines or orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Order,
    Line,
}

/// The columns of a file as they are judged.
struct Columns<'t> {
    names: Vec<&'t str>,
    looks: Vec<Looks>,
    said: &'t BTreeMap<usize, Option<Field>>,
}

impl Columns<'_> {
    /// Gives each column the meaning that fits it best, and each meaning at most one column. What
    /// was said stands.
    fn assign(&self, kind: Kind, levels: &BTreeMap<usize, Level>) -> Meanings {
        let mut scored: Vec<(f64, usize, Field)> = Vec::new();
        for (position, name) in self.names.iter().enumerate() {
            for field in Field::ALL.iter().filter(|field| field.is_of(kind)) {
                let named = named(kind, *field, name);
                // What an order and what a line comes to have the same names: the rows tell.
                let named = match (levels.get(&position), field) {
                    (Some(Level::Order), Field::Total) => {
                        named.max(self::named(kind, Field::LineTotal, name) * 0.95)
                    }
                    (Some(Level::Line), Field::LineTotal) => {
                        named.max(self::named(kind, Field::Total, name) * 0.95)
                    }
                    _ => named,
                };
                let score = match self.looks[position].fits(*field) {
                    // Some cells tell what they are, whatever the column is called.
                    Some(true) if *field == Field::Email => named.max(0.8),
                    Some(true) if *field == Field::PlacedAt => named.max(0.55),
                    Some(true) => named,
                    Some(false) => named * 0.3,
                    None => named * 0.6,
                };
                let level = if field.is_of_line() && *field != Field::PackedLines {
                    Level::Line
                } else {
                    Level::Order
                };
                let score = match levels.get(&position) {
                    Some(known) if *known != level => score * 0.7,
                    _ => score,
                };
                if score >= 0.5 {
                    scored.push((score, position, *field));
                }
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        // What a file of this kind does not have is not said of it.
        let is_of = |field: &Option<Field>| field.is_none_or(|field| field.is_of(kind));
        let said = || self.said.iter().filter(|(_, field)| is_of(field));
        let mut columns: Meanings = said()
            .filter_map(|(position, field)| Some((*position, ((*field)?, 100))))
            .collect();
        let settled: HashSet<usize> = said().map(|(position, _)| *position).collect();
        let mut taken: HashSet<Field> = columns.values().map(|(field, _)| *field).collect();
        for (score, position, field) in scored {
            let is_free = !settled.contains(&position) && !columns.contains_key(&position);
            if is_free && taken.insert(field) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "from 0 to 99"
                )]
                let percent = (score * 99.0).round() as u8;
                columns.insert(position, (field, percent));
            }
        }
        columns
    }
}

/// Pairs of rows one under the other that are of one order.
fn pairs(number: usize, sample: &Sample) -> impl Iterator<Item = (&[String], &[String])> {
    let pairs = sample.rows.windows(2).filter_map(|pair| match pair {
        [above, below] => Some((above.as_slice(), below.as_slice())),
        _ => None,
    });
    pairs.filter(move |(above, below)| {
        let own = cell(below, number);
        own.is_empty() || own == cell(above, number)
    })
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", String::as_str)
}

fn number_of(columns: &Meanings) -> Option<usize> {
    at(columns, Field::OrderNumber).or_else(|| at(columns, Field::OrderId))
}

/// What the columns of a file of orders are of, where its rows tell: what stays blank below the
/// first row of an order is of the order, what changes within one is of its lines. Where each row
/// is an order, all of it is more likely of the order.
fn levels(
    kind: Kind,
    rows: RowShape,
    columns: &Meanings,
    sample: &Sample,
) -> BTreeMap<usize, Level> {
    let mut levels = BTreeMap::new();
    if !matches!(kind, Kind::Orders | Kind::Checkouts) {
        return levels;
    }
    let width = sample.rows.first().map_or(0, Vec::len);
    if rows == RowShape::Whole {
        return (0..width).map(|column| (column, Level::Order)).collect();
    }
    let Some(number) = number_of(columns) else {
        return levels;
    };
    for column in (0..width).filter(|column| *column != number) {
        let (mut changed, mut blank) = (0, 0);
        for (above, below) in pairs(number, sample) {
            let (above, below) = (cell(above, column), cell(below, column));
            changed += usize::from(!below.is_empty() && !above.is_empty() && above != below);
            blank += usize::from(below.is_empty() && !above.is_empty());
        }
        if changed > blank {
            levels.insert(column, Level::Line);
        } else if blank > 0 && rows == RowShape::FirstRow {
            levels.insert(column, Level::Order);
        }
    }
    levels
}

/// What a row is: where order numbers repeat, rows are lines.
fn shape(kind: Kind, columns: &Meanings, sample: &Sample) -> RowShape {
    let (Kind::Orders | Kind::Checkouts, Some(number)) = (kind, number_of(columns)) else {
        return RowShape::Whole;
    };
    let mut repeats = 0;
    let mut is_blank_below = false;
    for (above, below) in pairs(number, sample) {
        repeats += 1;
        let of_order = [Field::PlacedAt, Field::Total, Field::Email];
        is_blank_below |= of_order.into_iter().any(|field| {
            at(columns, field).is_some_and(|column| {
                !cell(above, column).is_empty() && cell(below, column).is_empty()
            })
        });
    }
    let has_lines = at(columns, Field::LineName).is_some() || at(columns, Field::LineSku).is_some();
    match repeats {
        1.. if is_blank_below => RowShape::FirstRow,
        1.. => RowShape::EveryRow,
        _ if has_lines => RowShape::EveryRow,
        _ => RowShape::Whole,
    }
}
