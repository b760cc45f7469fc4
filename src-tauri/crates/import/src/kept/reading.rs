//! How the cells of one file are to be read.

use std::{borrow::Cow, sync::Arc};

use pannier_core::{Currency, Email, MoneyError, NumberStyle, ShopZone, Timestamp, UnitPrice};

use crate::{
    DateStyle, Kind, Rejection, ShopContext, cells, dates,
    header::{Header, fold},
    nobody::Nobodies,
    orders::{row::says, shape::shape_fault},
    profile::{Field, Fields, Profile},
    records::Row,
    report::shortened,
};

/// How the cells of one file are to be read.
#[derive(Debug, Clone)]
pub(crate) struct KeptReading {
    pub(crate) kind: Kind,
    pub(crate) profile: Arc<Profile>,
    pub(crate) header: Header,
    pub(crate) fields: Fields,
    pub(crate) numbers: NumberStyle,
    pub(crate) dates: DateStyle,
    pub(crate) zone: ShopZone,
    pub(crate) currency: Currency,
    pub(crate) now: Timestamp,
    /// Columns of places, with the pieces in stock there.
    pub(crate) places: Vec<usize>,
    /// Columns of the rules that leave rows out.
    rules: Vec<Option<usize>>,
    /// Who was erased.
    pub(crate) nobodies: Nobodies,
}

/// Why a cell cannot be read.
pub(crate) struct Fault {
    column: Option<usize>,
    value: String,
    reason: &'static str,
}

pub(crate) type Read<T> = Result<T, Fault>;

pub(crate) fn fault(column: Option<usize>, value: &str, reason: &'static str) -> Fault {
    Fault {
        column,
        value: value.to_owned(),
        reason,
    }
}

impl KeptReading {
    pub(crate) fn new(
        kind: Kind,
        profile: Arc<Profile>,
        header: Header,
        shop: &ShopContext,
        numbers: NumberStyle,
        dates: DateStyle,
    ) -> Self {
        let fields = Fields::of(&header, &profile);
        let layout = &profile.layout;
        let zone = layout.time_zone.as_ref().and_then(|zone| zone.parse().ok());
        let currency = layout.currency.as_ref().and_then(|code| code.parse().ok());
        let rules = profile.ignore.iter().map(|rule| header.any(&rule.column));
        let places = if layout.stock_places {
            // What stands to the right of all that is known.
            let last = (0..header.len()).rev().find(|position| {
                fields.is_used(*position) || is_of_goods(&header.names[*position])
            });
            (last.map_or(0, |last| last + 1)..header.len()).collect()
        } else {
            Vec::new()
        };
        Self {
            kind,
            rules: rules.collect(),
            nobodies: Nobodies::default(),
            places,
            zone: zone.unwrap_or(shop.zone),
            currency: currency.unwrap_or(shop.currency),
            now: shop.now,
            numbers,
            dates,
            fields,
            header,
            profile,
        }
    }

    /// The column that every row fills: for telling the header and totals.
    pub(crate) fn first(&self) -> Option<usize> {
        [
            Field::PaymentId,
            Field::OrderId,
            Field::ProductId,
            Field::Email,
            Field::CustomerId,
            Field::ProductTitle,
            Field::Sku,
            Field::PlacedAt,
        ]
        .into_iter()
        .find_map(|field| self.fields.one(field))
    }

    /// Why a rule of the profile leaves a row out, where one does.
    pub(crate) fn ignored(&self, row: &Row) -> Option<String> {
        let rules = self.profile.ignore.iter().zip(&self.rules);
        let mut rules = rules.filter_map(|(rule, column)| Some((rule, (*column)?)));
        let found = rules.find(|(rule, column)| {
            let cell = fold(row.cell(*column));
            rule.is.iter().any(|word| says(&cell, word))
        });
        found.map(|(rule, _)| rule.reason.clone())
    }

    /// The first column of a field that has something in it.
    pub(crate) fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let cells = self.fields.many(field).iter();
        cells
            .map(|position| row.cell(*position).trim())
            .find(|cell| !cell.is_empty())
            .unwrap_or_default()
    }

    /// Text of a field; nothing where there is no column for it, or nothing in it.
    pub(crate) fn text(&self, row: &Row, field: Field) -> Option<String> {
        let text = cells::text(guarded(self.cell(row, field)));
        (!text.is_empty()).then_some(text)
    }

    /// The columns of a field with something in them.
    pub(crate) fn several(&self, row: &Row, field: Field) -> Vec<String> {
        let cells = self.fields.many(field).iter();
        let texts = cells.map(|position| cells::text(guarded(row.cell(*position))));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Whether the row has the shape that its file has.
    pub(crate) fn whole(&self, row: &Row) -> Result<(), Rejection> {
        let is_used = |position| self.fields.is_used(position);
        match shape_fault(row, &self.header, is_used) {
            None => Ok(()),
            Some((column, value, reason)) => Err(self.rejection(row, column, &value, reason)),
        }
    }

    pub(crate) fn reject(&self, row: &Row, fault: &Fault) -> Rejection {
        self.rejection(row, fault.column, &fault.value, fault.reason.to_owned())
    }

    fn rejection(
        &self,
        row: &Row,
        column: Option<usize>,
        value: &str,
        reason: String,
    ) -> Rejection {
        let column = column.and_then(|position| self.header.names.get(position));
        Rejection {
            line: row.line,
            column: column.cloned().unwrap_or_default(),
            value: shortened(value),
            reason,
        }
    }

    /// An amount in minor units; nothing where there is none.
    pub(crate) fn amount(&self, row: &Row, field: Field, currency: Currency) -> Read<Option<i64>> {
        let cell = self.cell(row, field);
        if cell.is_empty() {
            return Ok(None);
        }
        let bad = |reason| fault(self.fields.one(field), cell, reason);
        let unescaped = cells::unescaped(cell);
        let price = match UnitPrice::parse(unescaped, self.numbers) {
            // Prices before tax can have any number of decimals.
            Err(MoneyError::TooPrecise(..)) => UnitPrice::parse(&self.cut(unescaped), self.numbers),
            price => price,
        };
        let price = price.map_err(|_| {
            bad("This is not an amount, or not with the decimal sign of the other rows. Correct it, or export the file again")
        })?;
        let amount = price.times(1, currency);
        amount
            .map(Some)
            .ok_or_else(|| bad("The amount is too large to be true"))
    }

    /// An amount that something costs, which is nought at least.
    pub(crate) fn price(&self, row: &Row, field: Field, currency: Currency) -> Read<Option<i64>> {
        let amount = self.amount(row, field, currency)?;
        if amount.is_some_and(|amount| amount < 0) {
            let reason = "A price is never below zero. Correct it, or export the file again";
            return Err(fault(self.fields.one(field), self.cell(row, field), reason));
        }
        Ok(amount)
    }

    /// A number without decimals beyond the fourth.
    fn cut(&self, text: &str) -> String {
        let sign = match self.numbers {
            NumberStyle::Point => '.',
            NumberStyle::Comma => ',',
        };
        match text.split_once(sign) {
            Some((whole, rest)) => {
                let decimals: String = rest.chars().take(4).collect();
                format!("{whole}{sign}{decimals}")
            }
            None => text.to_owned(),
        }
    }

    /// The currency of a row.
    pub(crate) fn currency(&self, row: &Row) -> Read<Currency> {
        self.named_currency(row, Field::Currency)
            .map(|currency| currency.unwrap_or(self.currency))
    }

    /// The currency that a column names.
    pub(crate) fn named_currency(&self, row: &Row, field: Field) -> Read<Option<Currency>> {
        let cell = self.cell(row, field);
        if cell.is_empty() {
            return Ok(None);
        }
        let code = cell.to_uppercase().parse();
        code.map(Some).map_err(|_| {
            fault(
                self.fields.one(field),
                cell,
                "This is no currency. Write it as three letters, such as EUR",
            )
        })
    }

    /// The moment of a row, with the time of day from a column of its own.
    pub(crate) fn moment(&self, row: &Row) -> Read<Timestamp> {
        let (day, time) = (
            self.cell(row, Field::PlacedAt),
            self.cell(row, Field::PlacedTime),
        );
        let written = if time.is_empty() {
            Cow::Borrowed(day)
        } else {
            Cow::Owned(format!("{day} {time}"))
        };
        let zone = match self.cell(row, Field::TimeZone) {
            "" => self.zone,
            name => crate::zones::zone(name).unwrap_or(self.zone),
        };
        let column = self.fields.one(Field::PlacedAt);
        let at = self.at(&written, zone).ok_or_else(|| {
            fault(column, &written, "This is not a date of the calendar, or not in the order of day and month of the other rows. Correct it, or export the file again")
        })?;
        if dates::is_plausible(at, self.now) {
            Ok(at)
        } else {
            Err(fault(
                column,
                &written,
                "The date is too far from today to be true. Correct it, or export the file again",
            ))
        }
    }

    /// The moment that a cell of another column says, where it says one.
    pub(crate) fn other_moment(&self, row: &Row, field: Field) -> Option<Timestamp> {
        self.at(self.cell(row, field), self.zone)
    }

    fn at(&self, written: &str, zone: ShopZone) -> Option<Timestamp> {
        let moment = dates::read(written)?.moment(self.dates, zone)?;
        Some(moment.at)
    }
}

/// An address in its normal form, or the cell as it stands.
pub(crate) fn email_of(cell: &str) -> Option<String> {
    let cell = cells::bare(cell);
    if cell.is_empty() {
        return None;
    }
    Some(match Email::parse(cell) {
        Ok(email) => email.as_str().to_owned(),
        Err(_) => cells::text(cell),
    })
}

/// A cell without the apostrophe that protects it from being taken for a formula.
fn guarded(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Columns of an inventory file that are about the goods and not about places.
fn is_of_goods(name: &str) -> bool {
    let name = fold(name);
    name.starts_with("option")
        || ["handle", "title", "sku", "barcode", "hs code", "coo"].contains(&name.as_str())
}
