//! Reading what the shop sells, its payments, carts, refunds of their own and behaviour.

use pannier_core::{CustomerId, OrderId, Timestamp};
use rusqlite::{Row, ToSql, named_params};

use super::{
    BehaviourContent, BehaviourKind, CartLine, CatalogueContent, CatalogueStatus, CheckoutContent,
    PaymentContent, PaymentKind, PaymentStatus, RefundContent, VariantContent,
};
use crate::{Error, ReadTx, Result, shop::parsed};

/// A payment, with the order that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// What it says.
    pub content: PaymentContent,
    /// Its order, where that is here.
    pub order: Option<OrderId>,
    /// The number of that order.
    pub order_number: Option<String>,
}

/// A cart that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutRecord {
    /// What it says.
    pub content: CheckoutContent,
    /// Whose it is, where they are here.
    pub customer: Option<CustomerId>,
}

/// Something that someone did with a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehaviourRecord {
    /// What it says.
    pub content: BehaviourContent,
    /// Whose it is, where they are here.
    pub customer: Option<CustomerId>,
    /// The product of the catalogue that is meant, by its id there.
    pub product: Option<String>,
}

type Params<'p> = &'p [(&'p str, &'p dyn ToSql)];

fn or_damaged<T>(value: Option<T>, what: &str) -> Result<T> {
    value.ok_or_else(|| Error::Damaged(format!("“{what}” is a word that is not known here")))
}

impl ReadTx<'_> {
    /// All products of the catalogue with their variants, by platform and id.
    pub fn catalogue(&self) -> Result<Vec<CatalogueContent>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT p.* FROM catalogue_product p JOIN source s ON s.id = p.source_id
              ORDER BY s.platform, p.external_id",
        )?;
        let mut rows = statement.query([])?;
        let mut products = Vec::new();
        while let Some(row) = rows.next()? {
            let status: Option<String> = row.get("status")?;
            let status = status.map(|word| or_damaged(CatalogueStatus::of_word(&word), &word));
            products.push(CatalogueContent {
                external_id: row.get("external_id")?,
                title: row.get("title")?,
                vendor: row.get("vendor")?,
                category: row.get("category")?,
                tags: row.get("tags")?,
                status: status.transpose()?,
                picture: row.get("picture")?,
                url: row.get("url")?,
                gift_card: row.get("gift_card")?,
                is_whole: true,
                variants: self.variants(row.get("id")?)?,
            });
        }
        Ok(products)
    }

    fn variants(&self, product: i64) -> Result<Vec<VariantContent>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT * FROM catalogue_variant WHERE product_id = :product ORDER BY position",
        )?;
        let mut rows = statement.query(named_params! { ":product": product })?;
        let mut variants = Vec::new();
        while let Some(row) = rows.next()? {
            let currency: Option<String> = row.get("currency")?;
            variants.push(VariantContent {
                key: row.get("key")?,
                title: row.get("title")?,
                sku: row.get("sku")?,
                barcode: row.get("barcode")?,
                currency: currency.map(|code| parsed(&code)).transpose()?,
                price: row.get("price")?,
                compare_at: row.get("compare_at")?,
                cost: row.get("cost")?,
                stock: row.get("stock")?,
                picture: row.get("picture")?,
            });
        }
        Ok(variants)
    }

    /// SKUs of the catalogue that orders have sold, each with the name it was sold by.
    pub fn sold_variants(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT coalesce(v.sku, '') AS sku, p.name FROM catalogue_variant v
               JOIN product p ON p.id = v.sold_as ORDER BY v.sku, p.name",
        )?;
        let sold = statement.query_map([], |row| Ok((row.get("sku")?, row.get("name")?)))?;
        Ok(sold.collect::<rusqlite::Result<_>>()?)
    }

    /// All payments, the oldest first.
    pub fn payments(&self) -> Result<Vec<PaymentRecord>> {
        self.some_payments("", &[])
    }

    pub(crate) fn some_payments(&self, filter: &str, params: Params) -> Result<Vec<PaymentRecord>> {
        let sql = [
            "SELECT p.*, o.number FROM payment p LEFT JOIN orders o ON o.id = p.order_id ",
            filter,
            " ORDER BY p.occurred_at, p.external_id",
        ];
        let mut statement = self.connection().prepare_cached(&sql.concat())?;
        let mut rows = statement.query(params)?;
        let mut payments = Vec::new();
        while let Some(row) = rows.next()? {
            payments.push(PaymentRecord {
                content: payment_of(row)?,
                order: row.get::<_, Option<i64>>("order_id")?.map(OrderId),
                order_number: row.get("number")?,
            });
        }
        Ok(payments)
    }

    /// All carts that were left behind, the oldest first.
    pub fn checkouts(&self) -> Result<Vec<CheckoutRecord>> {
        self.some_checkouts("", &[])
    }

    pub(crate) fn some_checkouts(
        &self,
        filter: &str,
        params: Params,
    ) -> Result<Vec<CheckoutRecord>> {
        let sql = [
            "SELECT * FROM checkout ",
            filter,
            " ORDER BY left_at, external_id",
        ];
        let mut statement = self.connection().prepare_cached(&sql.concat())?;
        let mut rows = statement.query(params)?;
        let mut checkouts = Vec::new();
        while let Some(row) = rows.next()? {
            let customer: Option<i64> = row.get("customer_id")?;
            checkouts.push(CheckoutRecord {
                content: CheckoutContent {
                    external_id: row.get("external_id")?,
                    number: row.get("number")?,
                    left_at: Timestamp(row.get("left_at")?),
                    currency: parsed(&row.get::<_, String>("currency")?)?,
                    total: row.get("total")?,
                    email: row.get("email")?,
                    phone: row.get("phone")?,
                    name: row.get("name")?,
                    discount_codes: row.get("discount_codes")?,
                    lines: self.cart_lines(row.get("id")?)?,
                },
                customer: customer.map(CustomerId),
            });
        }
        Ok(checkouts)
    }

    fn cart_lines(&self, checkout: i64) -> Result<Vec<CartLine>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT name, sku, quantity, amount FROM checkout_line
              WHERE checkout_id = :checkout ORDER BY position",
        )?;
        let lines = statement.query_map(named_params! { ":checkout": checkout }, |row| {
            Ok(CartLine {
                name: row.get("name")?,
                sku: row.get("sku")?,
                quantity: row.get("quantity")?,
                amount: row.get("amount")?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// All refunds that lead to no order, the oldest first.
    pub fn unattached_refunds(&self) -> Result<Vec<RefundContent>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT external_id, refunded_at, currency, amount, goods_amount, order_ref FROM refund
              WHERE source_id IS NOT NULL AND attached_order_id IS NULL
              ORDER BY refunded_at, external_id",
        )?;
        let mut rows = statement.query([])?;
        let mut refunds = Vec::new();
        while let Some(row) = rows.next()? {
            refunds.push(RefundContent {
                external_id: row.get("external_id")?,
                refunded_at: Timestamp(row.get("refunded_at")?),
                currency: parsed(&row.get::<_, String>("currency")?)?,
                amount: row.get("amount")?,
                goods: row.get("goods_amount")?,
                order_ref: row.get("order_ref")?,
            });
        }
        Ok(refunds)
    }

    /// All that people did with products, the oldest first.
    pub fn behaviour(&self) -> Result<Vec<BehaviourRecord>> {
        self.some_behaviour("", &[])
    }

    pub(crate) fn some_behaviour(
        &self,
        filter: &str,
        params: Params,
    ) -> Result<Vec<BehaviourRecord>> {
        let sql = [
            include_str!("../../sql/kept/behaviour.sql"),
            filter,
            " ORDER BY b.at, p.email, t.text, b.kind",
        ];
        let mut statement = self.connection().prepare_cached(&sql.concat())?;
        let mut rows = statement.query(params)?;
        let mut behaviour = Vec::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get("kind")?;
            let customer: Option<i64> = row.get("customer_id")?;
            behaviour.push(BehaviourRecord {
                content: BehaviourContent {
                    email: row.get("email")?,
                    product: row.get("text")?,
                    kind: or_damaged(BehaviourKind::of_word(&kind), &kind)?,
                    at: Timestamp(row.get("at")?),
                },
                customer: customer.map(CustomerId),
                product: row.get("external_id")?,
            });
        }
        Ok(behaviour)
    }
}

fn payment_of(row: &Row) -> Result<PaymentContent> {
    let (kind, status): (String, String) = (row.get("kind")?, row.get("status")?);
    let fee_currency: Option<String> = row.get("fee_currency")?;
    Ok(PaymentContent {
        external_id: row.get("external_id")?,
        occurred_at: Timestamp(row.get("occurred_at")?),
        kind: or_damaged(PaymentKind::of_word(&kind), &kind)?,
        status: or_damaged(PaymentStatus::of_word(&status), &status)?,
        currency: parsed(&row.get::<_, String>("currency")?)?,
        amount: row.get("amount")?,
        refunded: row.get("refunded")?,
        refunded_at: row.get::<_, Option<i64>>("refunded_at")?.map(Timestamp),
        fee: row.get("fee")?,
        fee_currency: fee_currency.map(|code| parsed(&code)).transpose()?,
        method: row.get("method")?,
        email: row.get("email")?,
        name: row.get("name")?,
        order_ref: row.get("order_ref")?,
        order_text: row.get("order_text")?,
        payment_ref: row.get("payment_ref")?,
    })
}
