//! What the first row of an order says of all of it.

use pannier_core::{Currency, Email, ShopZone, Timestamp};
use pannier_store::Payment;

use super::{
    row::{Read, Reading, cell, fault},
    standing::Standing,
};
use crate::{
    cells::{self, bare, yes_no},
    dates,
    records::Row,
};

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
    pub(crate) device: String,
    pub(crate) campaign: String,
    pub(crate) tags: String,
    pub(crate) accepts_marketing: Option<bool>,
    /// What a refund says it is of, where a column does, or empty.
    pub(crate) refund_of: String,
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

impl Reading {
    pub(super) fn head(&self, row: &Row, standing: Standing, is_refund: bool) -> Read<Head> {
        let columns = &self.columns;
        let raw = columns.written(row);
        let raw = raw.trim();
        let placed_at = self.placed_at(row, raw)?;
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
            channel: cells::origin(cell(row, columns.channel)),
            device: cells::origin(cell(row, columns.device)),
            campaign: cells::origin(cell(row, columns.campaign)),
            tags: cells::text(cell(row, columns.tags)),
            accepts_marketing: self.accepts_marketing(row),
            refund_of: if is_refund {
                bare(cell(row, columns.refund_of)).to_owned()
            } else {
                String::new()
            },
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
            (Some(_), Some(0)) if self.nought_is_refund => total.unwrap_or(0).max(0),
            (Some(before), Some(after)) if after != 0 => (before - after).max(0),
            _ => 0,
        })
    }

    /// The moment of the order, as written in `raw`.
    fn placed_at(&self, row: &Row, raw: &str) -> Read<Timestamp> {
        let column = self.columns.created_at;
        if raw.is_empty() {
            return Err(fault(column, "", "The order has no date. Export it again"));
        }
        let placed_at = self.moment(column, raw, self.zone_of(row))?;
        if !dates::is_plausible(placed_at, self.now) {
            return Err(fault(
                column,
                raw,
                "The date lies before 1990 or years ahead. Correct it, or export the file again",
            ));
        }
        Ok(placed_at)
    }

    /// The zone of the row's time.
    pub(super) fn zone_of(&self, row: &Row) -> ShopZone {
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
