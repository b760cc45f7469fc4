//! One row of an orders export, its cells read into values. A row that cannot be read keeps the
//! first reason why.

use std::sync::Arc;

use pannier_core::{Currency, Email, Money, MoneyError, NumberStyle, ShopZone, Timestamp};
use pannier_store::Payment;

pub(crate) use super::line::Item;
use super::{
    columns::Columns,
    shape::{is_checkout, minute_key, shape_fault},
    signs,
    standing::{Standing, standing_of},
};
use crate::{
    DateStyle, Rejection, ShopContext,
    cells::{self, bare, clean_id, yes_no},
    dates,
    header::{self, Header},
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
    pub(crate) numbers: NumberStyle,
    pub(crate) dates: DateStyle,
    pub(crate) zone: ShopZone,
    pub(crate) currency: Currency,
    pub(crate) country: String,
    pub(crate) now: Timestamp,
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
    pub(crate) number: String,
    /// What only the first row of an order has.
    pub(crate) head: Option<Box<Head>>,
    /// Whether it is a first row, also where it could not be read.
    pub(crate) is_head: bool,
    /// Tells the orders of one number apart: their id, or else the minute they were placed.
    pub(crate) key: Option<String>,
    /// When the order was placed, as a further row of it says.
    pub(crate) placed_at: Option<Timestamp>,
    /// Its line items: one, several where the file packs them into one cell, or none.
    pub(crate) items: Vec<Item>,
    /// It is a refund, and no order.
    pub(crate) is_refund: bool,
    pub(crate) fault: Option<Rejection>,
    /// Amounts of a further row with the sign of a currency, as what they are if it is not that
    /// of the order.
    pub(crate) signed: Vec<Rejection>,
    /// Tells rows with the same cells from others.
    pub(crate) fingerprint: u64,
}

/// What the first row of an order says of all of it. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) id: Option<String>,
    pub(crate) placed_at: Timestamp,
    pub(crate) placed_raw: String,
    pub(crate) total_raw: String,
    pub(crate) currency: Currency,
    pub(crate) subtotal: Option<i64>,
    /// Lines before discounts.
    pub(crate) gross: Option<i64>,
    pub(crate) shipping: i64,
    pub(crate) tax: i64,
    pub(crate) total: Option<i64>,
    pub(crate) discount: Option<i64>,
    pub(crate) refunded: i64,
    pub(crate) duties: i64,
    pub(crate) tip: i64,
    pub(crate) payment: Payment,
    /// The word for payment, where it is none that is known.
    pub(crate) unknown_payment: Option<String>,
    pub(crate) is_test: bool,
    /// Pieces, where the file counts them but does not list them.
    pub(crate) pieces: i64,
    pub(crate) cancelled_at: Option<Timestamp>,
    pub(crate) email: String,
    pub(crate) phone: String,
    /// The platform's id of the customer, or empty.
    pub(crate) customer_key: String,
    pub(crate) name: String,
    pub(crate) city: String,
    pub(crate) zip: String,
    pub(crate) region: String,
    pub(crate) country: String,
    pub(crate) method: String,
    pub(crate) codes: String,
    pub(crate) channel: String,
    pub(crate) tags: String,
    pub(crate) accepts_marketing: Option<bool>,
}

impl Head {
    /// Whether another row says the same, save that one of them leaves out the codes: some tools
    /// write them on the first row of an order only.
    pub(crate) fn is_but_for_codes(&self, other: &Self) -> bool {
        if !self.codes.is_empty() && !other.codes.is_empty() {
            return false;
        }
        let mut like = other.clone();
        like.codes.clone_from(&self.codes);
        *self == like
    }
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
        Self {
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
    pub(crate) fn row(&self, row: &Row) -> OrderRow {
        let number = cells::text(self.number_of(row));
        let shape = self.whole(row);
        // Cells of a broken row may stand in the wrong columns: it tells nothing but its number.
        let is_head = shape.is_ok() && self.is_head(row);
        let mut read = OrderRow {
            line: row.line,
            number,
            head: None,
            is_head,
            key: self.id_of(row).filter(|_| is_head).map(str::to_owned),
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
            let standing = standing_of(self, row);
            read.is_refund = standing.is_refund || self.is_below_zero(row);
            read.items = self.items(row, read.is_refund)?;
            if is_head {
                let head = self.head(row, standing, read.is_refund)?;
                for column in [self.columns.price, self.columns.line_discount] {
                    own_sign(column, cell(row, column), head.currency)?;
                }
                if read.key.is_none() {
                    read.key = Some(minute_key(&read.number, head.placed_at));
                }
                read.head = Some(Box::new(head));
            } else {
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
            read.fault = Some(self.rejection(row, fault));
        }
        read
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

    fn head(&self, row: &Row, standing: Standing, is_refund: bool) -> Read<Head> {
        let columns = &self.columns;
        let raw = self.columns.written(row);
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(fault(
                columns.created_at,
                "",
                "The order has no date. Export it again",
            ));
        }
        let placed_at = self.moment(columns.created_at, raw, self.zone_of(row))?;
        if !dates::is_plausible(placed_at, self.now) {
            return Err(fault(
                columns.created_at,
                raw,
                "The date lies before 1990 or years ahead. Correct it, or export the file again",
            ));
        }
        let currency = self.currency(row)?;
        let amount = |column: Option<usize>| self.amount(row, column, currency);
        let total = amount(columns.total)?;
        let total_raw = cell(row, columns.total).trim();
        if columns.total.is_some() && total.is_none() {
            return Err(fault(
                columns.total,
                "",
                "The total is empty. Export the order again",
            ));
        }
        if !is_refund && total.is_some_and(|total| total < 0) {
            return Err(fault(
                columns.total,
                total_raw,
                "A total below zero is a refund or a credit note, not an order. Pannier takes refunds from the column “Refunded Amount” of their order. Take the row out",
            ));
        }
        let positive = |column: Option<usize>| match amount(column)? {
            Some(value) if value < 0 && is_refund => Ok(Some(-value)),
            Some(value) if value < 0 => Err(fault(
                column,
                cell(row, column).trim(),
                "This amount is below zero. Correct it, or export the file again",
            )),
            value => Ok(value),
        };
        // Some programs write discounts and refunds with a minus: the sign says nothing more.
        let unsigned = |column: Option<usize>| Ok(amount(column)?.map(i64::abs));
        let cancelled = cell(row, columns.cancelled_at).trim();
        let cancelled_at = match cancelled {
            "" if standing.is_cancelled => Some(placed_at),
            "" => None,
            written => Some(self.moment(columns.cancelled_at, written, self.zone)?),
        };
        let subtotal = positive(columns.subtotal)?;
        let refunded = match unsigned(columns.refunded)? {
            Some(refunded) => refunded,
            None => self.refunded_by_rest(row, total, currency)?,
        };
        // Some platforms write an amount for partial refunds only.
        let refunded = match total {
            Some(total) if refunded == 0 && standing.payment == Payment::Refunded => total.max(0),
            _ => refunded,
        };
        Ok(Head {
            id: self.id_of(row).map(str::to_owned),
            placed_at,
            placed_raw: raw.to_owned(),
            total_raw: total_raw.to_owned(),
            currency,
            subtotal,
            gross: positive(columns.gross)?,
            shipping: (positive(columns.shipping)?.unwrap_or(0)
                - unsigned(columns.shipping_discount)?.unwrap_or(0))
            .max(0),
            tax: positive(columns.taxes)?.unwrap_or(0),
            total: total.map(|total| if is_refund { total.abs() } else { total }),
            discount: unsigned(columns.discount_amount)?,
            refunded,
            duties: positive(columns.duties)?.unwrap_or(0),
            tip: positive(columns.tip)?.unwrap_or(0),
            payment: standing.payment,
            unknown_payment: standing.unknown,
            is_test: standing.is_test,
            pieces: cells::pieces(cell(row, columns.item_count)).unwrap_or(0),
            cancelled_at,
            email: cell(row, columns.email).trim().to_owned(),
            phone: first(row, &columns.phones, bare),
            customer_key: cells::text_id(cell(row, columns.customer_id))
                .unwrap_or_default()
                .to_owned(),
            name: self.name(row),
            city: first(row, &columns.cities, str::trim),
            zip: first(row, &columns.zips, bare),
            region: first(row, &columns.regions, str::trim),
            country: first(row, &columns.countries, str::trim),
            method: cells::text(cell(row, columns.method)),
            codes: cells::text(cell(row, columns.discount_code)),
            channel: cells::text(cell(row, columns.channel)),
            tags: cells::text(cell(row, columns.tags)),
            accepts_marketing: self.accepts_marketing(row),
        })
    }

    /// The tick of the order. A yes by an address that a marketplace made up is none.
    fn accepts_marketing(&self, row: &Row) -> Option<bool> {
        let columns = &self.columns;
        let refuses = yes_no(cell(row, columns.refuses_marketing));
        let accepts = yes_no(cell(row, columns.accepts_marketing)).or(refuses.map(|no| !no));
        let is_relay = || {
            let email = Email::parse(cell(row, columns.email));
            self.profile.layout.relayed || email.is_ok_and(|email| email.is_relay())
        };
        accepts.filter(|yes| !yes || !is_relay())
    }

    fn currency(&self, row: &Row) -> Read<Currency> {
        let Some(position) = self.columns.currency else {
            return Ok(self.currency);
        };
        let raw = row.cell(position).trim();
        let raw = raw.to_uppercase();
        let raw = raw.as_str();
        // What a marketplace cancels may have no amounts, and no currency either.
        let amounts = || self.columns.amounts();
        let has_none = || {
            amounts()
                .into_iter()
                .all(|column| cell(row, Some(column)).trim().is_empty())
        };
        if raw.is_empty() && (self.profile.layout.currency.is_some() || has_none()) {
            return Ok(self.currency);
        }
        if raw.is_empty() {
            return Err(fault(
                Some(position),
                "",
                "The order does not say its currency. Write its code in, such as EUR or USD",
            ));
        }
        raw.parse().map_err(|_| fault(Some(position), raw, "This is not the code of a currency. Write it with three letters, such as EUR or USD"))
    }

    fn name(&self, row: &Row) -> String {
        let whole = first(row, &self.columns.names, str::trim);
        if !whole.is_empty() {
            return whole;
        }
        let parts = [self.columns.first_name, self.columns.last_name];
        let parts = parts.map(|column| cells::text(cell(row, column)));
        parts.join(" ").trim().to_owned()
    }

    /// What was refunded, where the file says only what is left.
    fn refunded_by_rest(&self, row: &Row, total: Option<i64>, currency: Currency) -> Read<i64> {
        let columns = &self.columns;
        if let (Some(total), Some(net)) = (total, self.amount(row, columns.net_total, currency)?) {
            return Ok((total - net).clamp(0, total.max(0)));
        }
        let sum = |positions: &[usize]| -> Read<Option<i64>> {
            let mut sum = None;
            for position in positions {
                if let Some(amount) = self.amount(row, Some(*position), currency)? {
                    sum = Some(sum.unwrap_or(0) + amount);
                }
            }
            Ok(sum)
        };
        let (before, after) = (sum(&columns.settled)?, sum(&columns.settled_after)?);
        Ok(match (before, after) {
            // Nought is what some files write where nothing was adjusted.
            (Some(before), Some(after)) if after != 0 => (before - after).max(0),
            _ => 0,
        })
    }

    /// The zone of the row's time.
    fn zone_of(&self, row: &Row) -> ShopZone {
        match cell(row, self.columns.time_zone).trim() {
            "" => self.zone,
            name => crate::zones::zone(name).unwrap_or(self.zone),
        }
    }

    fn moment(&self, column: Option<usize>, raw: &str, zone: ShopZone) -> Read<Timestamp> {
        dates::read(raw)
            .and_then(|written| written.moment(self.dates, zone))
            .map(|moment| moment.at)
            .ok_or_else(|| fault(column, raw, "This is not a date of the calendar, or not in the order of day and month of the other rows. Correct it, or export the file again"))
    }

    /// An amount; nothing where the cell is empty or the column is missing.
    fn amount(&self, row: &Row, column: Option<usize>, currency: Currency) -> Read<Option<i64>> {
        let raw = cell(row, column);
        if raw.trim().is_empty() {
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

/// The first cell that holds anything.
fn first(row: &Row, columns: &[usize], clean: fn(&str) -> &str) -> String {
    columns
        .iter()
        .map(|column| clean(row.cell(*column)))
        .find(|cell| !cell.is_empty())
        .map(cells::text)
        .unwrap_or_default()
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
