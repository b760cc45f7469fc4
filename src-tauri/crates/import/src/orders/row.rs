//! One row of an orders export, its cells read into values. A row that cannot be read keeps the
//! first reason why.

use std::sync::Arc;

use pannier_core::{Currency, Money, MoneyError, NumberStyle, ShopZone, Timestamp};

pub(crate) use super::line::Item;
use super::{
    again::{Said, SaidBefore},
    columns::Columns,
    head::Head,
    shape::{is_checkout, minute_key, shape_fault},
    signs,
    standing::standing_of,
};
use crate::{
    DateStyle, Rejection, ShopContext,
    cells::{self, clean_id},
    dates,
    header::{self, Header},
    nobody::Nobodies,
    profile::{Profile, RowLayout},
    records::Row,
    report::shortened,
};

/// What to say of a row of payments that is none to the shop.
pub(crate) const OUTGOING: &str =
    "Money that went out of the account, and is no refund to a customer";

/// How the cells of one file are to be read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) profile: Arc<Profile>,
    pub(crate) header: Header,
    rules: Vec<Rule>,
    pub(crate) columns: Columns,
    /// Columns that say something of a whole order, where each row does.
    of_order: Vec<usize>,
    pub(crate) numbers: NumberStyle,
    pub(crate) dates: DateStyle,
    pub(crate) zone: ShopZone,
    pub(crate) currency: Currency,
    pub(crate) country: String,
    pub(crate) now: Timestamp,
    /// Nought left of an order after refunds is a full refund.
    pub(crate) nought_is_refund: bool,
    /// Who was erased.
    pub(crate) nobodies: Nobodies,
}

/// Rows that are left out, by what stands in one column.
#[derive(Debug, Clone)]
struct Rule {
    column: usize,
    is: Vec<String>,
    reason: String,
}

/// A row of an order.
#[derive(Debug)]
pub(crate) struct OrderRow {
    pub(crate) line: u64,
    pub(crate) number: Arc<str>,
    /// What only the first row of an order has.
    pub(crate) head: Option<Arc<Head>>,
    /// Whether it is a first row, also where it could not be read.
    pub(crate) is_head: bool,
    /// Tells the orders of one number apart: their id, or else the minute they were placed.
    pub(crate) key: Option<Arc<str>>,
    /// When the order was placed, as a further row of it says.
    pub(crate) placed_at: Option<Timestamp>,
    /// Its line items: one, several where the file packs them into one cell, or none.
    pub(crate) items: Vec<Item>,
    /// It is a refund, and no order.
    pub(crate) is_refund: bool,
    pub(crate) fault: Option<Box<Rejection>>,
    /// Amounts of a further row with the sign of a currency, as what they are if it is not that
    /// of the order.
    pub(crate) signed: Vec<Rejection>,
    /// Tells rows with the same cells from others.
    pub(crate) fingerprint: u64,
}

/// Why a cell cannot be read.
pub(super) struct Fault {
    column: Option<usize>,
    value: String,
    reason: String,
}

pub(super) type Read<T> = Result<T, Fault>;

impl Reading {
    pub(crate) fn new(
        profile: Arc<Profile>,
        header: Header,
        columns: Columns,
        shop: &ShopContext,
        numbers: NumberStyle,
        dates: DateStyle,
    ) -> Self {
        let layout = &profile.layout;
        let zone = layout.time_zone.as_ref();
        let currency = layout.currency.as_ref();
        let of_order = match layout.rows {
            RowLayout::EveryRow => columns.fields().of_orders(),
            _ => Vec::new(),
        };
        Self {
            of_order,
            zone: zone.and_then(|zone| zone.parse().ok()).unwrap_or(shop.zone),
            currency: currency
                .and_then(|code| code.parse().ok())
                .unwrap_or(shop.currency),
            rules: profile
                .ignore
                .iter()
                .filter_map(|rule| {
                    Some(Rule {
                        column: header.any(&rule.column)?,
                        is: rule.is.clone(),
                        reason: rule.reason.clone(),
                    })
                })
                .collect(),
            profile,
            header,
            columns,
            numbers,
            dates,
            country: shop.country.clone(),
            now: shop.now,
            nought_is_refund: false,
            nobodies: Nobodies::default(),
        }
    }

    /// Whether a row has what only first rows have.
    pub(crate) fn is_head(&self, row: &Row) -> bool {
        if self.profile.layout.rows != RowLayout::FirstRow {
            return true;
        }
        let columns = &self.columns;
        let telling = [
            columns.id,
            columns.total,
            columns.financial,
            columns.subtotal,
        ];
        let has_any = telling
            .iter()
            .flatten()
            .any(|position| !row.cell(*position).trim().is_empty());
        has_any || telling.iter().all(Option::is_none)
    }

    /// Whether a row is a cart that was left behind: neither paid nor payable, named by its id.
    pub(crate) fn is_checkout(&self, row: &Row) -> bool {
        self.profile.layout.rows == RowLayout::FirstRow && is_checkout(&self.columns, row)
    }

    /// Why a rule of the profile leaves a row out, where one does.
    pub(crate) fn ignored(&self, row: &Row) -> Option<String> {
        let rule = self.rules.iter().find(|rule| {
            let cell = header::fold(row.cell(rule.column));
            rule.is.iter().any(|word| says(&cell, word))
        });
        if rule.is_none() && self.profile.layout.may_be_orders {
            let total = cell(row, self.columns.total).trim();
            let is_out = total.starts_with(['-', '−', '(']);
            return (is_out && !standing_of(self, row).is_refund).then(|| OUTGOING.to_owned());
        }
        rule.map(|rule| rule.reason.clone())
    }

    /// The platform's id of the order, where it is whole.
    pub(crate) fn id_of<'r>(&self, row: &'r Row) -> Option<&'r str> {
        let cell = cell(row, self.columns.id);
        if self.profile.layout.text_ids {
            cells::text_id(cell)
        } else {
            clean_id(cell)
        }
    }

    /// What the shop calls the order; its id where it has no other number.
    pub(crate) fn number_of<'r>(&self, row: &'r Row) -> &'r str {
        match cells::bare(cell(row, self.columns.number)) {
            "" => self.id_of(row).unwrap_or_default(),
            number => number,
        }
    }

    /// Reads a row.
    pub(crate) fn row(&self, row: &Row, before: &mut SaidBefore) -> OrderRow {
        let shape = self.whole(row);
        // Cells of a broken row may stand in the wrong columns: it tells nothing but its number.
        let is_head = shape.is_ok() && self.is_head(row);
        let again = self.again(row, before).filter(|_| is_head);
        let number = match &again {
            Some(said) => Arc::clone(&said.number),
            None => cells::text(self.number_of(row)).into(),
        };
        let mut read = OrderRow {
            line: row.line,
            number,
            head: None,
            is_head,
            key: None,
            placed_at: None,
            items: Vec::new(),
            is_refund: false,
            fault: None,
            signed: Vec::new(),
            fingerprint: 0,
        };
        let outcome = shape.and_then(|()| {
            if read.number.is_empty() {
                return Err(fault(
                    self.columns.number,
                    "",
                    "The order has no number. Export it again, or write the number in",
                ));
            }
            if is_head {
                self.first_row(row, again, before, &mut read)?;
            } else {
                read.is_refund = standing_of(self, row).is_refund || self.is_below_zero(row);
                read.items = self.items(row, read.is_refund)?;
                read.placed_at = dates::read(&self.columns.written(row))
                    .and_then(|written| written.moment(self.dates, self.zone_of(row)))
                    .map(|moment| moment.at);
                read.signed = self.signed(row);
            }
            Ok(())
        });
        if is_head || outcome.is_err() {
            read.fingerprint = row.fingerprint();
        }
        if let Err(fault) = outcome {
            // What cannot be read is known by its id at least.
            if is_head && read.key.is_none() {
                read.key = self.id_of(row).map(Arc::from);
            }
            read.fault = Some(Box::new(self.rejection(row, fault)));
        }
        read
    }

    /// What the row before said of its order, where this one says the same.
    fn again(&self, row: &Row, before: &SaidBefore) -> Option<Said> {
        // Whether a currency may be missing depends on the amounts of the line.
        let has_currency = |column: usize| !cells::trimmed(row.cell(column)).is_empty();
        let is_apart = self.of_order.is_empty() || !self.columns.currency.is_none_or(has_currency);
        (!is_apart).then(|| before.again(row, &self.of_order))?
    }

    /// Reads a row that says what is of the whole order.
    fn first_row(
        &self,
        row: &Row,
        again: Option<Said>,
        before: &mut SaidBefore,
        read: &mut OrderRow,
    ) -> Read<()> {
        let standing = again.is_none().then(|| standing_of(self, row));
        let is_refund_by_word = match (&again, &standing) {
            (Some(said), _) => said.is_refund_by_word,
            (None, standing) => standing.as_ref().is_some_and(|standing| standing.is_refund),
        };
        read.is_refund = is_refund_by_word || self.is_below_zero(row);
        read.items = self.items(row, read.is_refund)?;
        let said = if let Some(said) = again.filter(|said| said.is_refund == read.is_refund) {
            said
        } else {
            let standing = standing.unwrap_or_else(|| standing_of(self, row));
            let head = self.head(row, standing, read.is_refund)?;
            let key = match self.id_of(row) {
                Some(id) => id.into(),
                None => minute_key(&read.number, head.placed_at).into(),
            };
            let said = Said {
                number: Arc::clone(&read.number),
                key,
                head: Arc::new(head),
                is_refund_by_word,
                is_refund: read.is_refund,
            };
            if !self.of_order.is_empty() {
                before.keep(row, &self.of_order, said.clone());
            }
            said
        };
        for column in [self.columns.price, self.columns.line_discount] {
            own_sign(column, cell(row, column), said.head.currency)?;
        }
        read.key = Some(said.key);
        read.head = Some(said.head);
        Ok(())
    }

    fn rejection(&self, row: &Row, fault: Fault) -> Rejection {
        let column = fault
            .column
            .and_then(|position| self.header.names.get(position));
        Rejection {
            line: row.line,
            column: column.cloned().unwrap_or_default(),
            value: shortened(&fault.value),
            reason: fault.reason,
        }
    }

    /// Amounts with a sign, of a row that does not say the currency of its order.
    fn signed(&self, row: &Row) -> Vec<Rejection> {
        [self.columns.price, self.columns.line_discount]
            .into_iter()
            .filter(|column| !signs::is_plain(cell(row, *column)))
            .map(|column| self.rejection(row, fault(column, cell(row, column), "")))
            .collect()
    }

    /// Whether the row has the shape that its file has.
    fn whole(&self, row: &Row) -> Read<()> {
        // Where quotation marks are letters, no cell can swallow others: what is missing at the
        // end is empty, as long as all amounts are there.
        let has = |position: &usize| *position < row.len();
        if self.profile.layout.unquoted
            && row.len() < self.header.len()
            && row.nul().is_none()
            && self.columns.amounts().iter().all(has)
        {
            return Ok(());
        }
        shape_fault(row, &self.header, |position| self.columns.is_used(position)).map_or(
            Ok(()),
            |(column, value, reason)| {
                Err(Fault {
                    column,
                    value,
                    reason,
                })
            },
        )
    }

    /// An amount; nothing where the cell is empty or the column is missing.
    pub(super) fn amount(
        &self,
        row: &Row,
        column: Option<usize>,
        currency: Currency,
    ) -> Read<Option<i64>> {
        let raw = cell(row, column);
        if cells::trimmed(raw).is_empty() {
            return Ok(None);
        }
        own_sign(column, raw, currency)?;
        Money::parse(cells::unescaped(raw), self.numbers, currency)
            .map(|money| Some(money.minor))
            .map_err(|e| money_fault(column, raw, &e))
    }
}

/// An amount bears no sign of another currency than its order's.
fn own_sign(column: Option<usize>, raw: &str, currency: Currency) -> Read<()> {
    signs::contradiction(raw, currency).map_or(Ok(()), |reason| Err(fault(column, raw, &reason)))
}

/// Whether a cell says a word of a rule: `word*` is a beginning, `*word*` may stand anywhere.
pub(crate) fn says(cell: &str, word: &str) -> bool {
    match (word.strip_prefix('*'), word.strip_suffix('*')) {
        (Some(part), _) => cell.contains(part.trim_end_matches('*')),
        (None, Some(start)) => cell.starts_with(start),
        (None, None) => cell == word,
    }
}

pub(super) fn cell(row: &Row, column: Option<usize>) -> &str {
    column.map_or("", |position| row.cell(position))
}

pub(super) fn fault(column: Option<usize>, value: &str, reason: &str) -> Fault {
    Fault {
        column,
        value: value.to_owned(),
        reason: reason.to_owned(),
    }
}

pub(super) fn money_fault(column: Option<usize>, raw: &str, error: &MoneyError) -> Fault {
    let reason = match error {
        MoneyError::TooPrecise(..) => {
            "This amount has more decimals than its currency. Correct it, or export the file again"
        }
        MoneyError::TooLarge(_) => {
            "This amount is too large to be true. Correct it, or export the file again"
        }
        _ => "This is not an amount. Correct it, or export the file again",
    };
    fault(column, raw, reason)
}
