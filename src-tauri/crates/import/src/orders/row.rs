//! One row of an orders export, its cells read into values. A row that cannot be read keeps the
//! first reason why.

use pannier_core::{Currency, Money, MoneyError, NumberStyle, ShopZone, Timestamp, UnitPrice};
use pannier_store::Payment;

use super::{
    columns::Columns,
    shape::{is_checkout, minute_key, shape_fault},
    signs,
};
use crate::{
    DateStyle, Rejection, ShopContext,
    cells::{self, bare, clean_id, yes_no},
    dates,
    header::Header,
    records::Row,
    report::shortened,
};

/// How the cells of one file are to be read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) header: Header,
    pub(crate) columns: Columns,
    pub(crate) numbers: NumberStyle,
    pub(crate) dates: DateStyle,
    pub(crate) zone: ShopZone,
    pub(crate) currency: Currency,
    pub(crate) country: String,
    pub(crate) now: Timestamp,
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
    pub(crate) item: Option<Item>,
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
    pub(crate) cancelled_at: Option<Timestamp>,
    pub(crate) email: String,
    pub(crate) phone: String,
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

/// The line item of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) sku: String,
    pub(crate) vendor: String,
    pub(crate) quantity: i64,
    /// 0 where the file has none.
    pub(crate) price: UnitPrice,
    pub(crate) taxable: Option<bool>,
    /// Discount of the whole line, positive.
    pub(crate) discount: UnitPrice,
}

/// Why a cell cannot be read.
struct Fault {
    column: Option<usize>,
    value: String,
    reason: String,
}

type Read<T> = Result<T, Fault>;

impl Reading {
    pub(crate) fn new(
        header: Header,
        columns: Columns,
        shop: &ShopContext,
        numbers: NumberStyle,
        dates: DateStyle,
    ) -> Self {
        Self {
            header,
            columns,
            numbers,
            dates,
            zone: shop.zone,
            currency: shop.currency,
            country: shop.country.clone(),
            now: shop.now,
        }
    }

    /// Whether a row has what only first rows have.
    pub(crate) fn is_head(&self, row: &Row) -> bool {
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
        is_checkout(&self.columns, row)
    }

    /// Reads a row.
    pub(crate) fn row(&self, row: &Row) -> OrderRow {
        let number = cells::text(cell(row, self.columns.number));
        let shape = self.whole(row);
        // Cells of a broken row may stand in the wrong columns: it tells nothing but its number.
        let is_head = shape.is_ok() && self.is_head(row);
        let mut read = OrderRow {
            line: row.line,
            number,
            head: None,
            is_head,
            key: clean_id(cell(row, self.columns.id))
                .filter(|_| is_head)
                .map(str::to_owned),
            placed_at: None,
            item: None,
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
            read.item = Some(self.item(row)?);
            if is_head {
                let head = self.head(row)?;
                for column in [self.columns.price, self.columns.line_discount] {
                    own_sign(column, cell(row, column), head.currency)?;
                }
                if read.key.is_none() {
                    read.key = Some(minute_key(&read.number, head.placed_at));
                }
                read.head = Some(Box::new(head));
            } else {
                read.placed_at = dates::read(cell(row, self.columns.created_at))
                    .and_then(|written| written.moment(self.dates, self.zone))
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

    fn item(&self, row: &Row) -> Read<Item> {
        let columns = &self.columns;
        let raw = cell(row, columns.quantity);
        let quantity = match columns.quantity {
            Some(_) if !raw.trim().is_empty() => cells::pieces(raw).ok_or_else(|| {
                fault(columns.quantity, raw, "The quantity is not a whole number of pieces. Correct it, or export the file again")
            })?,
            Some(_) => 0,
            None => 1,
        };
        let price = self.unit_price(row, columns.price)?;
        if columns.quantity.is_some() && raw.trim().is_empty() && price > UnitPrice(0) {
            return Err(fault(
                columns.quantity,
                "",
                "The quantity is empty. Write in how many pieces were ordered, or export the file again",
            ));
        }
        if price < UnitPrice(0) {
            return Err(fault(
                columns.price,
                cell(row, columns.price),
                "A price below zero is a refund or a correction, not something bought. Take the row out",
            ));
        }
        Ok(Item {
            name: cells::text(cell(row, columns.item)),
            sku: cells::unescaped(cell(row, columns.sku)).to_owned(),
            vendor: cells::text(cell(row, columns.vendor)),
            quantity,
            price,
            taxable: columns
                .taxable
                .and_then(|position| yes_no(row.cell(position))),
            // Some programs write discounts with a minus: the sign says nothing more.
            discount: UnitPrice(self.unit_price(row, columns.line_discount)?.0.abs()),
        })
    }

    fn unit_price(&self, row: &Row, column: Option<usize>) -> Read<UnitPrice> {
        let raw = cell(row, column);
        if raw.trim().is_empty() {
            return Ok(UnitPrice(0));
        }
        UnitPrice::parse(raw, self.numbers).map_err(|e| money_fault(column, raw, &e))
    }

    fn head(&self, row: &Row) -> Read<Head> {
        let columns = &self.columns;
        let raw = cell(row, columns.created_at).trim();
        if raw.is_empty() {
            return Err(fault(
                columns.created_at,
                "",
                "The order has no date. Export it again",
            ));
        }
        let placed_at = self.moment(columns.created_at, raw)?;
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
        if total.is_some_and(|total| total < 0) {
            return Err(fault(
                columns.total,
                total_raw,
                "A total below zero is a refund or a credit note, not an order. Pannier takes refunds from the column “Refunded Amount” of their order. Take the row out",
            ));
        }
        let positive = |column: Option<usize>| match amount(column)? {
            Some(value) if value < 0 => Err(fault(
                column,
                cell(row, column).trim(),
                "This amount is below zero. Correct it, or export the file again",
            )),
            value => Ok(value),
        };
        // Some programs write discounts and refunds with a minus: the sign says nothing more.
        let unsigned = |column: Option<usize>| Ok(amount(column)?.map(i64::abs));
        let (payment, unknown_payment) = payment_of(cell(row, columns.financial));
        let cancelled = cell(row, columns.cancelled_at).trim();
        Ok(Head {
            id: clean_id(cell(row, columns.id)).map(str::to_owned),
            placed_at,
            placed_raw: raw.to_owned(),
            total_raw: total_raw.to_owned(),
            currency,
            subtotal: positive(columns.subtotal)?,
            shipping: positive(columns.shipping)?.unwrap_or(0),
            tax: positive(columns.taxes)?.unwrap_or(0),
            total,
            discount: unsigned(columns.discount_amount)?,
            refunded: unsigned(columns.refunded)?.unwrap_or(0),
            duties: positive(columns.duties)?.unwrap_or(0),
            tip: positive(columns.tip)?.unwrap_or(0),
            payment,
            unknown_payment,
            cancelled_at: if cancelled.is_empty() {
                None
            } else {
                Some(self.moment(columns.cancelled_at, cancelled)?)
            },
            email: cell(row, columns.email).trim().to_owned(),
            phone: first(
                row,
                &[columns.phone, columns.billing_phone, columns.shipping_phone],
                bare,
            ),
            name: first(
                row,
                &[columns.billing_name, columns.shipping_name],
                str::trim,
            ),
            city: first(
                row,
                &[columns.shipping_city, columns.billing_city],
                str::trim,
            ),
            zip: first(row, &[columns.shipping_zip, columns.billing_zip], bare),
            region: first(
                row,
                &[columns.shipping_region, columns.billing_region],
                str::trim,
            ),
            country: first(
                row,
                &[columns.shipping_country, columns.billing_country],
                str::trim,
            ),
            method: cells::text(cell(row, columns.method)),
            codes: cells::text(cell(row, columns.discount_code)),
            channel: cells::text(cell(row, columns.channel)),
            tags: cells::text(cell(row, columns.tags)),
            accepts_marketing: yes_no(cell(row, columns.accepts_marketing)),
        })
    }

    fn currency(&self, row: &Row) -> Read<Currency> {
        let Some(position) = self.columns.currency else {
            return Ok(self.currency);
        };
        let raw = row.cell(position).trim();
        if raw.is_empty() {
            return Err(fault(
                Some(position),
                "",
                "The order does not say its currency. Write its code in, such as EUR or USD",
            ));
        }
        raw.parse().map_err(|_| fault(Some(position), raw, "This is not the code of a currency. Write it with three letters, such as EUR or USD"))
    }

    fn moment(&self, column: Option<usize>, raw: &str) -> Read<Timestamp> {
        dates::read(raw)
            .and_then(|written| written.moment(self.dates, self.zone))
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
        Money::parse(raw, self.numbers, currency)
            .map(|money| Some(money.minor))
            .map_err(|e| money_fault(column, raw, &e))
    }
}

/// An amount bears no sign of another currency than its order's.
fn own_sign(column: Option<usize>, raw: &str, currency: Currency) -> Read<()> {
    signs::contradiction(raw, currency).map_or(Ok(()), |reason| Err(fault(column, raw, &reason)))
}

fn payment_of(cell: &str) -> (Payment, Option<String>) {
    let word = cell.trim().to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "" => (Payment::Unknown, None),
        "partially_authorized" => (Payment::Authorized, None),
        "void" => (Payment::Voided, None),
        word => match word.parse() {
            Ok(payment) if payment != Payment::Unknown => (payment, None),
            _ => (Payment::Unknown, Some(shortened(cell.trim()))),
        },
    }
}

fn cell(row: &Row, column: Option<usize>) -> &str {
    column.map_or("", |position| row.cell(position))
}

/// The first cell that holds anything.
fn first(row: &Row, columns: &[Option<usize>], clean: fn(&str) -> &str) -> String {
    columns
        .iter()
        .map(|column| clean(cell(row, *column)))
        .find(|cell| !cell.is_empty())
        .map(cells::text)
        .unwrap_or_default()
}

fn fault(column: Option<usize>, value: &str, reason: &str) -> Fault {
    Fault {
        column,
        value: value.to_owned(),
        reason: reason.to_owned(),
    }
}

fn money_fault(column: Option<usize>, raw: &str, error: &MoneyError) -> Fault {
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
