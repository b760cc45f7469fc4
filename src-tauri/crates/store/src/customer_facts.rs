//! Customers as far as it takes to recognise them, and to tell whether two are one person.

use std::collections::HashMap;

use pannier_core::{CustomerFacts, CustomerId, Day};
use rusqlite::{ToSql, named_params};

use crate::{Error, People, ReadTx, Result, shop::parsed};

/// One customer, as far as it takes to recognise them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// What is known of them.
    pub facts: CustomerFacts,
    /// Their ids, each with its platform.
    pub ids: Vec<(String, String)>,
    /// The number that identifies them, E.164: their own where they have no address, or empty.
    pub own_phone: String,
}

/// What the orders of one customer say.
#[derive(Default)]
struct Ordered {
    orders: u32,
    /// The newest order, and the newest that says a number or a place.
    newest_at: Option<i64>,
    phone_at: Option<i64>,
    place_at: Option<i64>,
    day: String,
    phone: String,
    zip: String,
    city: String,
    country: String,
}

const CUSTOMERS: &str =
    "SELECT id, email, phone, first_name, last_name, address, zip, city, country
  FROM customer ";
const ORDERS: &str =
    "SELECT customer_id, placed_at, placed_day, phone, zip, city, country FROM orders ";

type Params<'p> = &'p [(&'p str, &'p dyn ToSql)];

impl ReadTx<'_> {
    /// Everyone, by row.
    pub fn customer_facts(&self) -> Result<Vec<CustomerFacts>> {
        // One walk over the orders as they lie beats looking up those of each.
        let ordered = self.ordered(&[ORDERS, "WHERE +customer_id IS NOT NULL"].concat(), &[])?;
        let sql = [CUSTOMERS, "ORDER BY id"].concat();
        self.facts_of(&sql, &[], &self.people()?, ordered)
    }

    /// One customer. `people` says who they are.
    ///
    /// # Errors
    /// [`Error::Missing`] when they are gone.
    pub fn customer_record(&self, id: CustomerId, people: &People) -> Result<CustomerRecord> {
        let params = named_params! { ":id": id.0 };
        let ordered = self.ordered(&[ORDERS, "WHERE customer_id = :id"].concat(), params)?;
        let one = self.facts_of(
            &[CUSTOMERS, "WHERE id = :id"].concat(),
            params,
            people,
            ordered,
        )?;
        let missing =
            || Error::Missing("This customer is not in the shop file any more".to_owned());
        let facts = one.into_iter().next().ok_or_else(missing)?;
        let mut statement = self.connection().prepare_cached(
            "SELECT s.platform, k.external_id
               FROM customer_key k JOIN source s ON s.id = k.source_id
              WHERE k.customer_id = :id ORDER BY s.platform, k.external_id",
        )?;
        let ids = statement
            .query_map(params, |row| {
                Ok((row.get("platform")?, row.get("external_id")?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let own_phone = match facts.email {
            Some(_) => None,
            None => self.stored_customer(id)?.phone,
        };
        Ok(CustomerRecord {
            facts,
            ids,
            own_phone: own_phone.unwrap_or_default(),
        })
    }

    fn facts_of(
        &self,
        sql: &str,
        params: Params,
        people: &People,
        mut ordered: HashMap<i64, Ordered>,
    ) -> Result<Vec<CustomerFacts>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id = CustomerId(row.get("id")?);
            let by_order = ordered.remove(&id.0).unwrap_or_default();
            let phone: Option<String> = row.get("phone")?;
            let place: [String; 3] = [row.get("zip")?, row.get("city")?, row.get("country")?];
            let [zip, city, country] = if place[0].is_empty() {
                [by_order.zip, by_order.city, by_order.country]
            } else {
                place
            };
            let newest_day = match by_order.orders {
                0 => None,
                _ => Some(parsed::<Day>(&by_order.day)?),
            };
            all.push(CustomerFacts {
                id,
                person: people.person(id),
                email: row.get("email")?,
                phone: phone.unwrap_or(by_order.phone),
                first_name: row.get("first_name")?,
                last_name: row.get("last_name")?,
                street: row.get("address")?,
                zip,
                city,
                country,
                orders: by_order.orders,
                newest_day,
            });
        }
        Ok(all)
    }

    /// By customer.
    fn ordered(&self, sql: &str, params: Params) -> Result<HashMap<i64, Ordered>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut ordered: HashMap<i64, Ordered> = HashMap::new();
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            let known = ordered.entry(row.get("customer_id")?).or_default();
            let placed_at: i64 = row.get("placed_at")?;
            known.orders += 1;
            if newer(&mut known.newest_at, placed_at) {
                known.day = row.get("placed_day")?;
            }
            let says = |column: &str| {
                let text = row.get_ref(column)?.as_str().unwrap_or_default();
                Ok::<_, Error>(!text.is_empty())
            };
            if says("phone")? && newer(&mut known.phone_at, placed_at) {
                known.phone = row.get("phone")?;
            }
            if says("zip")? && newer(&mut known.place_at, placed_at) {
                known.zip = row.get("zip")?;
                known.city = row.get("city")?;
                known.country = row.get("country")?;
            }
        }
        Ok(ordered)
    }
}

/// Whether an order is newer than those before it.
fn newer(newest: &mut Option<i64>, placed_at: i64) -> bool {
    let is_newer = newest.is_none_or(|newest| newest < placed_at);
    if is_newer {
        *newest = Some(placed_at);
    }
    is_newer
}
