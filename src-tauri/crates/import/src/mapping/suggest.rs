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
            (_, FieldKind::Moment) => self.mostly(self.dates),
            (_, FieldKind::Amount) => self.mostly(self.amounts),
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

/// Suggests what a file is.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of columns, a handful each"
)]
pub(super) fn guess(header: &Header, sample: &Sample) -> Guess {
    let folded = header.folded();
    let looks: Vec<Looks> = (0..header.len())
        .map(|column| Looks::of(sample.cells(column)))
        .collect();
    let mut best: Option<(f64, Kind, Meanings)> = None;
    for kind in [
        Kind::Orders,
        Kind::Customers,
        Kind::Products,
        Kind::Payments,
        Kind::Behaviour,
    ] {
        let columns = assign(kind, &folded, &looks);
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
    let signed = [Field::LineQuantity, Field::LineTotal, Field::Total];
    let is_below_zero = |field| at(&columns, field).is_some_and(|p| looks[p].negatives > 0);
    Guess {
        kind,
        rows: shape(kind, &columns, sample),
        refund_rows: kind == Kind::Orders && signed.into_iter().any(is_below_zero),
        columns,
    }
}

fn at(columns: &Meanings, wanted: Field) -> Option<usize> {
    let mut found = columns.iter().filter(|(_, (field, _))| *field == wanted);
    found.next().map(|(position, _)| *position)
}

/// Gives each column the meaning that fits it best, and each meaning at most one column.
fn assign(kind: Kind, names: &[&str], looks: &[Looks]) -> Meanings {
    let mut scored: Vec<(f64, usize, Field)> = Vec::new();
    for (position, name) in names.iter().enumerate() {
        for field in Field::ALL.iter().filter(|field| field.is_of(kind)) {
            let known = column_names(kind, *field);
            let named = known.iter().map(|known| likeness(name, known));
            let named = named.fold(0.0, f64::max);
            let score = match looks[position].fits(*field) {
                // Some cells tell what they are, whatever the column is called.
                Some(true) if *field == Field::Email => named.max(0.8),
                Some(true) if *field == Field::PlacedAt => named.max(0.55),
                Some(true) => named,
                Some(false) => named * 0.3,
                None => named * 0.6,
            };
            if score >= 0.5 {
                scored.push((score, position, *field));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut columns = Meanings::new();
    let mut taken: HashSet<Field> = HashSet::new();
    for (score, position, field) in scored {
        if !columns.contains_key(&position) && taken.insert(field) {
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

/// What a row is: where order numbers repeat, rows are lines.
fn shape(kind: Kind, columns: &Meanings, sample: &Sample) -> RowShape {
    let number = at(columns, Field::OrderNumber).or_else(|| at(columns, Field::OrderId));
    let (Kind::Orders, Some(number)) = (kind, number) else {
        return RowShape::Whole;
    };
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let mut repeats = 0;
    let mut is_blank_below = false;
    for pair in sample.rows.windows(2) {
        let [above, below] = pair else { continue };
        let own = cell(below, number);
        if own.is_empty() || own == cell(above, number) {
            repeats += 1;
            let of_order = [Field::PlacedAt, Field::Total, Field::Email];
            is_blank_below |= of_order.into_iter().any(|field| {
                at(columns, field).is_some_and(|column| {
                    !cell(above, column).is_empty() && cell(below, column).is_empty()
                })
            });
        }
    }
    let has_lines = at(columns, Field::LineName).is_some() || at(columns, Field::LineSku).is_some();
    match repeats {
        1.. if is_blank_below => RowShape::FirstRow,
        1.. => RowShape::EveryRow,
        _ if has_lines => RowShape::EveryRow,
        _ => RowShape::Whole,
    }
}
