//! Which orders a transaction wrote, and the sums of their days, kept true along with them.
//!
//! What is summed does not depend on how average order value is computed: amounts by day, currency
//! and the facts that decide what counts. Any formula is a sum of those.

use std::collections::HashMap;

use pannier_core::{Currency, CustomerId, Day, DaySum, OrderFlags, OrderId, Timestamp};
use rusqlite::{Row, named_params};

use crate::{ReadTx, Result, WriteTx, import_write::OrderContent, shop::parsed};

/// Orders that changed: written, removed, or passed on to another customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedOrders {
    /// Those with these row ids, in any order and maybe several times.
    These(Vec<i64>),
    /// Any of them may have.
    All,
}

impl Default for ChangedOrders {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

impl ChangedOrders {
    /// Adds other changes.
    pub(crate) fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::These(known), Self::These(more)) => known.extend(more),
            (Self::All, _) => {}
            (_, Self::All) => *self = Self::All,
        }
    }
}

/// What a transaction did to orders so far.
#[derive(Debug, Default)]
pub(crate) struct OrderChanges {
    orders: ChangedOrders,
    sums: Vec<DaySum>,
    places: HashMap<(Day, Currency, u8), usize>,
    /// The words of the day that the last order was of: files go through the days.
    day: Option<(String, Day)>,
    /// Customers whose rows were written or removed, or whose orders may be another's now.
    customers: Vec<i64>,
    /// So many of the orders, and of the customers, were posted to the ledger.
    posted: (usize, usize),
    /// All of them were, where all may have changed.
    all_posted: bool,
}

impl OrderChanges {
    pub(crate) fn into_orders(self) -> ChangedOrders {
        self.orders
    }

    /// Orders and customers that were not posted to the ledger yet; nothing where any of them may
    /// have changed.
    pub(crate) fn not_posted(&self) -> Option<(&[i64], &[i64])> {
        let (orders, customers) = self.posted;
        match &self.orders {
            ChangedOrders::These(ids) => Some((&ids[orders..], &self.customers[customers..])),
            ChangedOrders::All if self.all_posted => Some((&[], &[])),
            ChangedOrders::All => None,
        }
    }

    /// What changed so far is posted.
    pub(crate) fn mark_posted(&mut self) {
        if let ChangedOrders::These(ids) = &self.orders {
            self.posted = (ids.len(), self.customers.len());
        }
        self.all_posted = true;
    }

    pub(crate) fn note_customer(&mut self, id: CustomerId) {
        self.all_posted = false;
        self.customers.push(id.0);
    }

    fn note(&mut self, id: OrderId) {
        self.all_posted = false;
        if let ChangedOrders::These(ids) = &mut self.orders {
            ids.push(id.0);
        }
    }

    /// Adds an order's sums, or what they are less than nothing.
    fn sum(&mut self, sum: DaySum) {
        let key = (sum.day, sum.currency, sum.flags.bits());
        let place = *self.places.entry(key).or_insert_with(|| {
            self.sums
                .push(DaySum::none(sum.day, sum.currency, sum.flags));
            self.sums.len() - 1
        });
        self.sums[place].add(&sum);
    }

    fn day(&mut self, text: &str) -> Option<Day> {
        if let Some((known, day)) = &self.day
            && known == text
        {
            return Some(*day);
        }
        let day: Day = text.parse().ok()?;
        self.day = Some((text.to_owned(), day));
        Some(day)
    }
}

fn of_row(row: &Row) -> Result<DaySum> {
    Ok(DaySum {
        day: parsed(&row.get::<_, String>("day")?)?,
        currency: parsed(&row.get::<_, String>("currency")?)?,
        flags: OrderFlags::from_bits(row.get("flags")?),
        orders: row.get("orders")?,
        goods: row.get("goods")?,
        goods_tax: row.get("goods_tax")?,
        total: row.get("total")?,
        refunded: row.get("refunded")?,
        goods_refunded: row.get("goods_refunded")?,
        units: row.get("units")?,
    })
}

impl ReadTx<'_> {
    /// The sums of every day, the oldest first.
    pub fn day_sums(&self) -> Result<Vec<DaySum>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT day, currency, flags, orders, goods, goods_tax, total, refunded,
                    goods_refunded, units
               FROM day_sum ORDER BY day, currency, flags",
        )?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(row) = rows.next()? {
            sums.push(of_row(row)?);
        }
        Ok(sums)
    }

    /// The number of all orders, whatever they count in, and when the newest was placed. Taken
    /// from the sums of days: nothing is read order by order.
    pub fn orders_in_all(&self) -> Result<(i64, Option<Timestamp>)> {
        let mut statement = self.connection().prepare_cached(
            "SELECT (SELECT coalesce(sum(orders), 0) FROM day_sum) AS orders,
                    (SELECT max(placed_at) FROM orders) AS newest",
        )?;
        let found = statement.query_row([], |row| {
            let newest: Option<i64> = row.get("newest")?;
            Ok((row.get("orders")?, newest.map(Timestamp)))
        })?;
        Ok(found)
    }

    /// Whether anybody is known, with or without an order.
    pub fn knows_customers(&self) -> Result<bool> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM customer)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// An order is about to be changed or removed. Whose it is may change with it.
    pub(crate) fn order_goes(&self, id: OrderId) -> Result<()> {
        if let Some((sum, customer)) = self.sums_of(id)? {
            let mut changes = self.changes.borrow_mut();
            changes.sum(sum.negated());
            changes.note(id);
            if let Some(customer) = customer {
                changes.note_customer(customer);
            }
        }
        Ok(())
    }

    /// The sums of an order, and whose it is.
    fn sums_of(&self, id: OrderId) -> Result<Option<(DaySum, Option<CustomerId>)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/orders/sums_of.sql"))?;
        let mut rows = statement.query(named_params! { ":id": id.0 })?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let customer: Option<i64> = row.get("customer_id")?;
        Ok(Some((of_row(row)?, customer.map(CustomerId))))
    }

    /// An order that is there was changed.
    pub(crate) fn order_changed(&self, id: OrderId) -> Result<()> {
        if let Some((sum, _)) = self.sums_of(id)? {
            let mut changes = self.changes.borrow_mut();
            changes.sum(sum);
            changes.note(id);
        }
        Ok(())
    }

    /// An order was written, on that day of the shop.
    pub(crate) fn order_there(&self, id: OrderId, day: &str, order: &OrderContent) {
        let mut changes = self.changes.borrow_mut();
        changes.note(id);
        // A day that is none would not have been stored.
        let Some(day) = changes.day(day) else {
            return;
        };
        changes.sum(DaySum {
            day,
            currency: order.currency,
            flags: OrderFlags::default()
                .when(OrderFlags::TEST, order.is_test)
                .when(OrderFlags::CANCELLED, order.cancelled_at.is_some())
                .when(OrderFlags::GIFT_CARDS_ONLY, order.gift_cards_only)
                .when(OrderFlags::TAX_INCLUDED, order.tax_included)
                .when(OrderFlags::FULLY_REFUNDED, order.fully_refunded),
            orders: 1,
            goods: order.goods,
            goods_tax: order.goods_tax,
            total: order.total,
            refunded: order.refunded,
            goods_refunded: order.goods_refunded,
            units: order.units,
        });
    }

    /// An order is another customer's now.
    pub(crate) fn order_passes_on(&self, id: OrderId) {
        self.changes.borrow_mut().note(id);
    }

    /// All orders of a customer are about to become another's.
    pub(crate) fn orders_pass_on(&self, from: CustomerId) -> Result<()> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id FROM orders WHERE customer_id = :customer")?;
        let mut rows = statement.query(named_params! { ":customer": from.0 })?;
        while let Some(row) = rows.next()? {
            self.order_passes_on(OrderId(row.get("id")?));
        }
        Ok(())
    }

    /// Orders lie on other days now: everything is summed anew.
    pub(crate) fn every_day_changed(&self) -> Result<()> {
        self.connection()
            .execute_batch(include_str!("sql/orders/sum_anew.sql"))?;
        *self.changes.borrow_mut() = OrderChanges {
            orders: ChangedOrders::All,
            ..OrderChanges::default()
        };
        Ok(())
    }

    /// Brings the stored sums in line with what was written.
    pub(crate) fn write_day_sums(&self) -> Result<()> {
        let mut changes = self.changes.borrow_mut();
        changes.places.clear();
        let sums = std::mem::take(&mut changes.sums);
        if sums.is_empty() {
            return Ok(());
        }
        let mut add = self
            .connection()
            .prepare_cached(include_str!("sql/orders/add_to_sum.sql"))?;
        for sum in sums {
            add.execute(named_params! {
                ":day": sum.day.to_string(), ":currency": sum.currency.code(),
                ":flags": sum.flags.bits(), ":orders": sum.orders, ":goods": sum.goods,
                ":goods_tax": sum.goods_tax, ":total": sum.total, ":refunded": sum.refunded,
                ":goods_refunded": sum.goods_refunded, ":units": sum.units,
            })?;
        }
        self.connection()
            .execute("DELETE FROM day_sum WHERE orders = 0", [])?;
        Ok(())
    }
}
