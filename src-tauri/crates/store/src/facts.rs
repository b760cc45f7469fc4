//! Orders into columns: all of them at once, or only those that changed since.

mod rows;

use std::{
    collections::{BTreeSet, HashMap},
    num::NonZero,
    sync::Arc,
    thread,
};

use pannier_core::{
    Countries, CustomerId, Facts, FactsBuilder, OrderId, ProductFact, Products, ProductsBuilder,
    ShopZone,
};
use rusqlite::{Connection, named_params};

use crate::{ChangedOrders, People, ReadTx, Result};

/// Orders that one thread should at least have to read.
const WORTH_A_THREAD: i64 = 20_000;

/// The columns, and what they were made with besides the orders.
#[derive(Debug, Clone)]
pub struct ReadFacts {
    /// The columns.
    pub facts: Arc<Facts>,
    around: Arc<Around>,
}

/// As many changed orders are always read one by one.
const WORTH_A_WALK: usize = 1_000;

/// What stands around the orders, and has a say in how they read.
#[derive(Debug)]
struct Around {
    zone: ShopZone,
    people: People,
    sources: HashMap<i64, String>,
    countries: Countries,
    /// Index of each product's row.
    products: HashMap<i64, u32>,
}

impl ReadTx<'_> {
    /// All orders as columns, sorted by time and row id. Customers who were joined are one there.
    pub fn facts(&self) -> Result<Facts> {
        let (around, products) = self.around()?;
        let mut builder = FactsBuilder::with_capacity(0);
        rows::read(
            self.connection(),
            &around,
            (i64::MIN, i64::MAX),
            &mut builder,
        )?;
        Ok(builder.finish(products))
    }

    fn around(&self) -> Result<(Around, Products)> {
        let (products, places) = self.products()?;
        let around = Around {
            zone: self.shop()?.zone,
            people: self.people()?,
            sources: self.source_labels()?,
            countries: Countries::default(),
            products: places,
        };
        Ok((around, products))
    }

    fn source_labels(&self) -> Result<HashMap<i64, String>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/orders/facts_sources.sql"))?;
        let labels = statement.query_map([], |row| Ok((row.get("id")?, row.get("label")?)))?;
        Ok(labels.collect::<rusqlite::Result<_>>()?)
    }

    /// The products by row, and the index of each row.
    fn products(&self) -> Result<(Products, HashMap<i64, u32>)> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/orders/facts_products.sql"))?;
        let mut rows = statement.query([])?;
        let (mut builder, mut places) = (ProductsBuilder::default(), HashMap::new());
        let mut open: Option<OwnProduct> = None;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            if open.as_ref().is_none_or(|product| product.id != id)
                && let Some(done) = open.replace(OwnProduct {
                    id,
                    name: row.get("name")?,
                    sku: row.get("sku")?,
                    vendor: row.get("vendor")?,
                    ..OwnProduct::default()
                })
            {
                places.insert(done.id, done.push(&mut builder));
            }
            // Of several variants that are one product to orders, the first that says it.
            if let Some(product) = &mut open {
                let said = |known: &mut String, said: Option<String>| {
                    if known.is_empty() {
                        *known = said.unwrap_or_default();
                    }
                };
                said(&mut product.vendor, row.get("made_by")?);
                said(&mut product.category, row.get("category")?);
                product.price = product.price.or(row.get("price")?);
                product.cost = product.cost.or(row.get("cost")?);
            }
        }
        if let Some(done) = open {
            places.insert(done.id, done.push(&mut builder));
        }
        Ok((builder.finish(), places))
    }

    /// The stretches of row ids that so many threads may read.
    fn stretches(&self, threads: usize) -> Result<Vec<(i64, i64)>> {
        let ends =
            "SELECT coalesce(min(id), 0) AS first, coalesce(max(id), -1) AS last FROM orders";
        let (first, last): (i64, i64) = self
            .connection()
            .query_row(ends, [], |row| Ok((row.get("first")?, row.get("last")?)))?;
        let count = last.saturating_sub(first).saturating_add(1);
        let most = i64::try_from(threads).unwrap_or(1);
        let parts = (count / WORTH_A_THREAD).clamp(1, most.max(1));
        let width = count / parts + 1;
        Ok((0..parts)
            .map(|part| first + part * width)
            .map(|from| (from, (from + width - 1).min(last)))
            .collect())
    }

    /// The columns as they are now, after these orders changed since `before` was read.
    fn facts_after(&self, before: &ReadFacts, changed: &[i64]) -> Result<Option<ReadFacts>> {
        let (around, products) = self.around()?;
        let same = before.around.zone == around.zone
            && before
                .around
                .sources
                .iter()
                .all(|(id, label)| around.sources.get(id).is_none_or(|now| now == label));
        let mut changed: BTreeSet<i64> = changed.iter().copied().collect();
        changed.extend(self.orders_of(&before.around.people.differing(&around.people))?);
        // Reading one order by itself takes several times as long as in a walk along all.
        if !same || changed.len() > (before.facts.len() / 4).max(WORTH_A_WALK) {
            return Ok(None);
        }
        if changed.is_empty() && products == before.facts.products {
            return Ok(Some(before.clone()));
        }
        let ids: Vec<OrderId> = changed.iter().map(|id| OrderId(*id)).collect();
        let mut builder = FactsBuilder::of(&before.facts, &ids, &products);
        for id in changed {
            rows::read(self.connection(), &around, (id, id), &mut builder)?;
        }
        Ok(Some(ReadFacts {
            facts: Arc::new(builder.finish(products)),
            around: Arc::new(around),
        }))
    }

    fn orders_of(&self, customers: &[CustomerId]) -> Result<Vec<i64>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id FROM orders WHERE customer_id = :customer")?;
        let mut orders = Vec::new();
        for customer in customers {
            let params = named_params! { ":customer": customer.0 };
            for id in statement.query_map(params, |row| row.get("id"))? {
                orders.push(id?);
            }
        }
        Ok(orders)
    }
}

impl crate::Store {
    /// All orders as columns, as [`ReadTx::facts`] gives them, read on as many threads as there
    /// are processors.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn facts(&self) -> Result<ReadFacts> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let mut views = self.same_view(threads)?;
        let (around, products, stretches) = {
            let tx = ReadTx::of_begun(views[0].connection());
            let (around, products) = tx.around()?;
            (around, products, tx.stretches(views.len())?)
        };
        let mut parts = thread::scope(|scope| {
            let started: Vec<_> = views
                .drain(..)
                .zip(&stretches)
                .map(|(view, stretch)| {
                    let around = &around;
                    scope.spawn(move || part(view.connection(), around, *stretch))
                })
                .collect();
            started
                .into_iter()
                .map(|part| match part.join() {
                    Ok(part) => part,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
                .collect::<Result<Vec<FactsBuilder>>>()
        })?
        .into_iter();
        let mut builder = parts.next().unwrap_or_default();
        for part in parts {
            builder.append(part);
        }
        Ok(ReadFacts {
            facts: Arc::new(builder.finish(products)),
            around: Arc::new(around),
        })
    }

    /// The columns as they are now. Of those read `before`, only the orders that changed since are
    /// read again.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn facts_after(&self, before: &ReadFacts, changed: &ChangedOrders) -> Result<ReadFacts> {
        let updated = match changed {
            ChangedOrders::All => None,
            ChangedOrders::These(ids) => self.read(|tx| tx.facts_after(before, ids))?,
        };
        updated.map_or_else(|| self.facts(), Ok)
    }
}

fn part(connection: &Connection, around: &Around, stretch: (i64, i64)) -> Result<FactsBuilder> {
    let room = stretch.1.saturating_sub(stretch.0).saturating_add(1);
    let mut builder = FactsBuilder::with_capacity(usize::try_from(room).unwrap_or_default());
    rows::read(connection, around, stretch, &mut builder)?;
    Ok(builder)
}

/// A product while its rows come in.
#[derive(Default)]
struct OwnProduct {
    id: i64,
    name: String,
    sku: String,
    vendor: String,
    category: String,
    price: Option<i64>,
    cost: Option<i64>,
}

impl OwnProduct {
    fn push(&self, builder: &mut ProductsBuilder) -> u32 {
        builder.push(&ProductFact {
            id: self.id,
            name: &self.name,
            sku: &self.sku,
            vendor: &self.vendor,
            category: &self.category,
            cost: self.cost,
            price: self.price,
        })
    }
}
