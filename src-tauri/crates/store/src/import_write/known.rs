//! Looking up what is known already.

use std::collections::HashMap;

use pannier_core::{CustomerId, OrderId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use super::{CustomerContent, Fingerprint, LineContent, OrderContent, Who};
use crate::{ReadTx, Result, erased::is_nobody, shop::parsed};

/// An order that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownOrder {
    /// Its row.
    pub id: OrderId,
    /// Of its content.
    pub fingerprint: Fingerprint,
}

/// An order as stored, with what tells whether a file is older than it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOrder {
    /// What it says.
    pub content: OrderContent,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// The newest moment of the file that it reads as now.
    pub file_newest_at: Option<Timestamp>,
}

/// A customer that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCustomer {
    /// Its row.
    pub id: CustomerId,
    /// Of what the customers file said last; nothing while only orders speak of them.
    pub fingerprint: Option<Fingerprint>,
    /// When the order was placed that a guest's name is from.
    pub(super) named_at: Option<Timestamp>,
}

fn known_order(row: &Row) -> rusqlite::Result<KnownOrder> {
    Ok(KnownOrder {
        id: OrderId(row.get("id")?),
        fingerprint: row.get("content_hash")?,
    })
}

fn known_customer(row: &Row) -> rusqlite::Result<KnownCustomer> {
    Ok(KnownCustomer {
        id: CustomerId(row.get("id")?),
        fingerprint: row.get("content_hash")?,
        named_at: row.get::<_, Option<i64>>("named_at")?.map(Timestamp),
    })
}

impl ReadTx<'_> {
    /// The source of a platform and one shop on it, where it was seen before.
    pub fn source(&self, platform: &str, name: &str) -> Result<Option<SourceId>> {
        let sql = "SELECT id FROM source WHERE platform = :platform AND name = :name";
        let params = named_params! { ":platform": platform, ":name": name };
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement
            .query_row(params, |row| row.get(0).map(SourceId))
            .optional()?)
    }

    /// The order with that key.
    pub fn known_order(&self, source: SourceId, external_id: &str) -> Result<Option<KnownOrder>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, content_hash FROM orders WHERE source_id = :source AND external_id = :key",
        )?;
        let params = named_params! { ":source": source.0, ":key": external_id };
        Ok(statement.query_row(params, known_order).optional()?)
    }

    /// Orders with that number, placed in the minute that begins then. With `without_id`, only
    /// those for which no file gave a clean id yet.
    pub fn known_orders_at(
        &self,
        source: SourceId,
        number: &str,
        minute: Timestamp,
        without_id: bool,
    ) -> Result<Vec<KnownOrder>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, content_hash FROM orders
              WHERE source_id = :source AND number = :number
                AND placed_at >= :from AND placed_at < :from + 60000
                AND (NOT :without_id OR instr(external_id, '@') > 0)",
        )?;
        let params = named_params! {
            ":source": source.0, ":number": number, ":from": minute.0, ":without_id": without_id,
        };
        Ok(statement
            .query_map(params, known_order)?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// An order with its lines, as an import would say it.
    pub fn stored_order(&self, id: OrderId) -> Result<StoredOrder> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/orders/content.sql"))?;
        let mut order =
            statement.query_row(named_params! { ":id": id.0 }, |row| Ok(order_of(row)))??;
        let mut lines = self.connection().prepare_cached(
            "SELECT name, sku, vendor, quantity, unit_price, amount, discount, gift_card
               FROM order_line WHERE order_id = :id ORDER BY position",
        )?;
        order.content.lines = lines
            .query_map(named_params! { ":id": id.0 }, |row| {
                Ok(LineContent {
                    name: row.get("name")?,
                    sku: row.get("sku")?,
                    vendor: row.get("vendor")?,
                    quantity: row.get("quantity")?,
                    unit_price: row.get("unit_price")?,
                    amount: row.get("amount")?,
                    discount: row.get("discount")?,
                    gift_card: row.get("gift_card")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(order)
    }

    /// The customer with that id on the platform.
    pub fn customer_by_key(&self, source: SourceId, key: &str) -> Result<Option<KnownCustomer>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT c.id, c.content_hash, c.named_at FROM customer_key k JOIN customer c ON c.id = k.customer_id
              WHERE k.source_id = :source AND k.external_id = :key",
        )?;
        let params = named_params! { ":source": source.0, ":key": key };
        Ok(statement.query_row(params, known_customer).optional()?)
    }

    /// The customer with that normalised address.
    pub fn customer_by_email(&self, email: &str) -> Result<Option<KnownCustomer>> {
        let sql = "SELECT id, content_hash, named_at FROM customer WHERE email = :email";
        let mut statement = self.connection().prepare_cached(sql)?;
        let params = named_params! { ":email": email };
        Ok(statement.query_row(params, known_customer).optional()?)
    }

    /// The customer with that E.164 number and no address.
    pub fn customer_by_phone(&self, phone: &str) -> Result<Option<KnownCustomer>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, content_hash, named_at FROM customer
              WHERE phone = :phone AND email IS NULL
              -- Of several, who was known by it first: row ids tell that only until an undo.
              ORDER BY (SELECT min(s.import_id << 32 | s.position) FROM import_customer s
                         WHERE s.phone = :phone AND s.customer_id = customer.id) NULLS FIRST, id
              LIMIT 1",
        )?;
        let params = named_params! { ":phone": phone };
        Ok(statement.query_row(params, known_customer).optional()?)
    }

    /// Whose an order is, where they are known.
    pub(super) fn customer_of(&self, source: SourceId, who: &Who) -> Result<Option<KnownCustomer>> {
        match who {
            Who::Email(email) => self.customer_by_email(email),
            Who::Phone(phone) => self.customer_by_phone(phone),
            Who::Key(key) if is_nobody(key) => self.customer_of_nobody(key),
            Who::Key(key) => self.customer_by_key(source, key),
        }
    }

    /// The customer whose orders are those of someone who was erased, wherever they bought.
    fn customer_of_nobody(&self, key: &str) -> Result<Option<KnownCustomer>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT c.id, c.content_hash, c.named_at
               FROM source s
               JOIN customer_key k ON k.source_id = s.id AND k.external_id = :key
               JOIN customer c ON c.id = k.customer_id LIMIT 1",
        )?;
        let params = named_params! { ":key": key };
        Ok(statement.query_row(params, known_customer).optional()?)
    }

    /// Whom a row of a customers file speaks of: by the platform's id, else by the address, else
    /// by the number.
    pub(super) fn customer_said(
        &self,
        source: SourceId,
        key: Option<&str>,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> Result<Option<KnownCustomer>> {
        if let Some(key) = key
            && let Some(known) = self.customer_by_key(source, key)?
        {
            return Ok(Some(known));
        }
        match (email, phone) {
            (Some(email), _) => self.customer_by_email(email),
            (None, Some(phone)) => self.customer_by_phone(phone),
            (None, None) => Ok(None),
        }
    }

    /// A customer as stored.
    pub fn stored_customer(&self, id: CustomerId) -> Result<CustomerContent> {
        let mut statement = self.connection().prepare_cached(
            "SELECT email, phone, first_name, last_name, company, address, city, zip, region,
                    country, tags, note, birthday FROM customer WHERE id = :id",
        )?;
        Ok(statement.query_row(named_params! { ":id": id.0 }, |row| {
            Ok(CustomerContent {
                email: row.get("email")?,
                phone: row.get("phone")?,
                first_name: row.get("first_name")?,
                last_name: row.get("last_name")?,
                company: row.get("company")?,
                address: row.get("address")?,
                city: row.get("city")?,
                zip: row.get("zip")?,
                region: row.get("region")?,
                country: row.get("country")?,
                tags: row.get("tags")?,
                note: row.get("note")?,
                birthday: row.get("birthday")?,
            })
        })?)
    }

    /// Whether the shop file knows any customer.
    pub fn has_customers(&self) -> Result<bool> {
        let sql = "SELECT 1 FROM customer LIMIT 1";
        Ok(self.connection().prepare_cached(sql)?.exists([])?)
    }

    /// All products of a source by their key.
    pub fn known_products(&self, source: SourceId) -> Result<HashMap<String, i64>> {
        let sql = "SELECT key, id FROM product WHERE source_id = :source";
        let mut statement = self.connection().prepare_cached(sql)?;
        let products = statement
            .query_map(named_params! { ":source": source.0 }, |row| {
                Ok((row.get("key")?, row.get("id")?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(products)
    }
}

fn order_of(row: &Row) -> Result<StoredOrder> {
    let mut content = OrderContent {
        external_id: row.get("external_id")?,
        number: row.get("number")?,
        placed_at: Timestamp(row.get("placed_at")?),
        currency: parsed(&row.get::<_, String>("currency")?)?,
        customer_name: row.get("customer_name")?,
        customer_key: row.get("customer_key")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        city: row.get("city")?,
        zip: row.get("zip")?,
        region: row.get("region")?,
        country: row.get("country")?,
        gross: row.get("gross")?,
        discounts: row.get("discounts")?,
        goods: row.get("goods")?,
        gift_cards: row.get("gift_cards")?,
        shipping: row.get("shipping")?,
        tax: row.get("tax")?,
        goods_tax: row.get("goods_tax")?,
        duties: row.get("duties")?,
        tip: row.get("tip")?,
        unexplained: row.get("unexplained")?,
        total: row.get("total")?,
        refunded: row.get("refunded")?,
        goods_refunded: row.get("goods_refunded")?,
        units: row.get("units")?,
        tax_included: row.get("tax_included")?,
        is_test: row.get("is_test")?,
        gift_cards_only: row.get("gift_cards_only")?,
        fully_refunded: row.get("fully_refunded")?,
        payment: parsed(&row.get::<_, String>("payment")?)?,
        cancelled_at: row.get::<_, Option<i64>>("cancelled_at")?.map(Timestamp),
        payment_method: row.get("payment_method")?,
        discount_codes: row.get("discount_codes")?,
        channel: row.get("channel")?,
        device: row.get("device")?,
        campaign: row.get("campaign")?,
        tags: row.get("tags")?,
        accepts_marketing: row.get("accepts_marketing")?,
        lines: Vec::new(),
    };
    if let Some(own) = row.get("refunded_own")? {
        content.refund_as_said(own);
    }
    Ok(StoredOrder {
        content,
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        file_newest_at: row.get::<_, Option<i64>>("newest_at")?.map(Timestamp),
    })
}
