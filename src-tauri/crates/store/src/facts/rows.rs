//! A stretch of orders with their lines, row by row.

use std::{collections::HashMap, sync::Arc};

use chrono::Timelike;
use pannier_core::{
    Currency, CustomerId, Day, FactsBuilder, LineFact, OrderFact, OrderFlags, OrderId, OrderWords,
    ShopZone, Timestamp,
};
use rusqlite::{Connection, Row, Rows, Statement, named_params};

use super::Around;
use crate::{Error, Result, shop::parsed};

const HOUR: i64 = 3_600_000;
const ORDERS: &str = include_str!("../sql/orders/facts.sql");
const LINES: &str = include_str!("../sql/orders/facts_lines.sql");

/// Adds the orders with ids from `first` to `last`.
pub(super) fn read(
    connection: &Connection,
    around: &Around,
    (first, last): (i64, i64),
    into: &mut FactsBuilder,
) -> Result<()> {
    let mut orders = connection.prepare_cached(ORDERS)?;
    let mut lines = connection.prepare_cached(LINES)?;
    let column = OrderColumns::of(&orders)?;
    let mut lines = LineWalk {
        column: LineColumns::of(&lines)?,
        rows: lines.query(named_params! { ":first": first, ":last": last })?,
        next: None,
        lines: Vec::new(),
    };
    lines.step(around)?;
    let mut known = Known::new(around.zone);
    let mut rows = orders.query(named_params! { ":first": first, ":last": last })?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(column.id)?;
        let fact = column.fact(row, around, &mut known)?;
        let text = |column: usize| row.get_ref(column).map(|v| v.as_str().unwrap_or_default());
        let source: i64 = row.get(column.source)?;
        let country = known.country(text(column.country)?, around);
        let words = OrderWords {
            source: around.sources.get(&source).map_or("", String::as_str),
            channel: text(column.channel)?,
            device: text(column.device)?,
            campaign: text(column.campaign)?,
            country: &country,
            region: text(column.region)?,
            payment_method: text(column.payment_method)?,
            codes: text(column.codes)?,
        };
        into.push(&fact, &words, lines.of(id, around)?);
    }
    Ok(())
}

/// What a stretch of orders says again and again.
struct Known {
    zone: ShopZone,
    currencies: Vec<(String, Currency)>,
    days: HashMap<Vec<u8>, KnownDay>,
    countries: HashMap<String, Arc<str>>,
}

/// A day of the shop, when it began, and whether its clocks stood still.
#[derive(Clone, Copy)]
struct KnownDay {
    day: Day,
    start: i64,
    plain: bool,
}

impl Known {
    fn new(zone: ShopZone) -> Self {
        Self {
            zone,
            currencies: Vec::new(),
            days: HashMap::new(),
            countries: HashMap::new(),
        }
    }

    fn currency(&mut self, code: &str) -> Result<Currency> {
        if let Some((_, currency)) = self.currencies.iter().find(|(known, _)| known == code) {
            return Ok(*currency);
        }
        let currency = parsed(code)?;
        self.currencies.push((code.to_owned(), currency));
        Ok(currency)
    }

    /// A country's code, or what stands in its place.
    fn country(&mut self, spelling: &str, around: &Around) -> Arc<str> {
        if let Some(country) = self.countries.get(spelling) {
            return Arc::clone(country);
        }
        let code = around.countries.code(spelling);
        let country: Arc<str> = code.unwrap_or(spelling.trim()).into();
        self.countries
            .insert(spelling.to_owned(), Arc::clone(&country));
        country
    }

    /// The day, and the hour of an instant in it.
    fn day(&mut self, text: &str, at: Timestamp) -> Result<(Day, u8)> {
        let known = if let Some(known) = self.days.get(text.as_bytes()) {
            *known
        } else {
            let day: Day = parsed(text)?;
            let start = self.zone.start_of(day).0;
            let end = self.zone.start_of(day.plus_days(1)).0;
            let known = KnownDay {
                day,
                start,
                plain: end - start == 24 * HOUR,
            };
            self.days.insert(text.as_bytes().to_vec(), known);
            known
        };
        let since = (at.0 - known.start).div_euclid(HOUR);
        let hour = match u8::try_from(since) {
            Ok(hour) if known.plain && hour < 24 => hour,
            _ => u8::try_from(self.zone.local(at).hour()).unwrap_or_default(),
        };
        Ok((known.day, hour))
    }
}

/// Where each column of a statement is: looked up once.
macro_rules! columns {
    ($name:ident { $($column:ident = $sql:literal),+ $(,)? }) => {
        #[derive(Clone, Copy)]
        struct $name { $($column: usize),+ }

        impl $name {
            fn of(statement: &Statement) -> Result<Self> {
                Ok(Self { $($column: statement.column_index($sql)?),+ })
            }
        }
    };
}

columns!(OrderColumns {
    id = "id",
    placed_at = "placed_at",
    placed_day = "placed_day",
    currency = "currency",
    customer = "customer_id",
    goods = "goods",
    discounts = "discounts",
    goods_tax = "goods_tax",
    total = "total",
    gift_cards = "gift_cards",
    shipping = "shipping",
    tax = "tax",
    duties = "duties",
    tip = "tip",
    refunded = "refunded",
    goods_refunded = "goods_refunded",
    units = "units",
    flags = "flags",
    source = "source_id",
    channel = "channel",
    device = "device",
    campaign = "campaign",
    country = "country",
    region = "region",
    payment_method = "payment_method",
    codes = "discount_codes",
});

columns!(LineColumns {
    order = "order_id",
    product = "product_id",
    quantity = "quantity",
    amount = "amount",
    discount = "discount",
    gift_card = "gift_card",
});

impl OrderColumns {
    fn fact(&self, row: &Row, around: &Around, known: &mut Known) -> Result<OrderFact> {
        let placed_at = Timestamp(row.get(self.placed_at)?);
        let text = row.get_ref(self.placed_day)?.as_str().unwrap_or_default();
        let (day, hour) = known.day(text, placed_at)?;
        let code = row.get_ref(self.currency)?.as_str().unwrap_or_default();
        let customer: Option<i64> = row.get(self.customer)?;
        Ok(OrderFact {
            id: OrderId(row.get(self.id)?),
            placed_at,
            day,
            hour,
            currency: known.currency(code)?,
            customer: customer.map(|id| around.people.person(CustomerId(id)).0),
            goods: row.get(self.goods)?,
            discounts: row.get(self.discounts)?,
            goods_tax: row.get(self.goods_tax)?,
            total: row.get(self.total)?,
            gift_cards: row.get(self.gift_cards)?,
            shipping: row.get(self.shipping)?,
            tax: row.get(self.tax)?,
            duties: row.get(self.duties)?,
            tip: row.get(self.tip)?,
            refunded: row.get(self.refunded)?,
            goods_refunded: row.get(self.goods_refunded)?,
            units: row.get(self.units)?,
            flags: OrderFlags::from_bits(row.get(self.flags)?),
        })
    }
}

/// Goes along the lines beside the walk along their orders.
struct LineWalk<'s> {
    rows: Rows<'s>,
    column: LineColumns,
    next: Option<(i64, LineFact)>,
    lines: Vec<LineFact>,
}

impl LineWalk<'_> {
    fn step(&mut self, around: &Around) -> Result<()> {
        self.next = match self.rows.next()? {
            None => None,
            Some(row) => {
                let column = self.column;
                let product: i64 = row.get(column.product)?;
                let product = around.products.get(&product).copied();
                let line = LineFact {
                    product: product.ok_or_else(|| {
                        Error::Damaged("a line sells a product that is not there".to_owned())
                    })?,
                    // More pieces of one thing than fit into 32 bits were not sold.
                    quantity: u32::try_from(row.get::<_, i64>(column.quantity)?)
                        .unwrap_or(u32::MAX),
                    amount: row.get(column.amount)?,
                    discount: row.get(column.discount)?,
                    gift_card: row.get(column.gift_card)?,
                };
                Some((row.get(column.order)?, line))
            }
        };
        Ok(())
    }

    /// The lines of the order that the walk has come to.
    fn of(&mut self, order: i64, around: &Around) -> Result<&[LineFact]> {
        self.lines.clear();
        while let Some((of, line)) = self.next
            && of <= order
        {
            if of == order {
                self.lines.push(line);
            }
            self.step(around)?;
        }
        Ok(&self.lines)
    }
}
