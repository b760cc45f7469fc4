//! What an import says of an order or a customer, in the form that is stored, compared and kept
//! as the former value of an update.

use pannier_core::{Currency, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Payment;

/// An order with its lines. Amounts are minor units of `currency`; times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of an order, each a column"
)]
pub struct OrderContent {
    /// The platform's id where the file has a clean one, else number and minute of order.
    pub external_id: String,
    /// The shop's own number.
    pub number: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Currency of all its amounts.
    pub currency: Currency,
    /// Name as in the file, or empty.
    pub customer_name: String,
    /// Normalised where it is an address, else as in the file.
    pub email: String,
    /// As in the file, or empty.
    pub phone: String,
    /// The platform's id of the customer, or empty.
    #[serde(default)]
    pub customer_key: String,
    /// Town, or empty.
    pub city: String,
    /// Postal code, or empty.
    pub zip: String,
    /// Province or state, or empty.
    pub region: String,
    /// Country, or empty.
    pub country: String,
    /// Lines before discounts, gift cards left out.
    pub gross: i64,
    /// Discounts on goods, positive.
    pub discounts: i64,
    /// gross − discounts.
    pub goods: i64,
    /// Gift-card lines after discounts.
    pub gift_cards: i64,
    /// Shipping charged.
    pub shipping: i64,
    /// All tax.
    pub tax: i64,
    /// The part of the tax that belongs to goods.
    pub goods_tax: i64,
    /// Duties.
    pub duties: i64,
    /// Tip.
    pub tip: i64,
    /// What the file's total has beyond its parts.
    pub unexplained: i64,
    /// All that was charged.
    pub total: i64,
    /// Refunded so far.
    pub refunded: i64,
    /// Refunded of goods.
    pub goods_refunded: i64,
    /// Pieces, gift cards left out.
    pub units: i64,
    /// Prices include tax.
    pub tax_included: bool,
    /// A test.
    pub is_test: bool,
    /// Gift cards alone.
    pub gift_cards_only: bool,
    /// All of it was paid back.
    pub fully_refunded: bool,
    /// Where payment stands.
    pub payment: Payment,
    /// When it was cancelled, where it was.
    pub cancelled_at: Option<Timestamp>,
    /// How it was paid, as in the file.
    pub payment_method: String,
    /// Codes as in the file.
    pub discount_codes: String,
    /// Where it was placed: web, a till, an app.
    pub channel: String,
    /// What it was placed on, as in the file: a phone, a tablet, a desktop computer.
    #[serde(default)]
    pub device: String,
    /// The campaign that led to it, as in the file.
    #[serde(default)]
    pub campaign: String,
    /// Tags as in the file.
    pub tags: String,
    /// The tick box of the order, as it was then.
    pub accepts_marketing: Option<bool>,
    /// Its lines, in the file's order.
    pub lines: Vec<LineContent>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineContent {
    /// Name as in the file.
    pub name: String,
    /// SKU, or empty.
    pub sku: String,
    /// Vendor, or empty.
    pub vendor: String,
    /// Pieces.
    pub quantity: i64,
    /// Ten-thousandths of the major unit; 0 where the file has no prices.
    pub unit_price: i64,
    /// Before discounts.
    pub amount: i64,
    /// Share of all discounts, positive.
    pub discount: i64,
    /// A gift card.
    pub gift_card: bool,
}

impl LineContent {
    /// What its product is known by within a source.
    pub fn product_key(&self) -> String {
        let mut key = String::new();
        self.write_product_key(&mut key);
        key
    }

    /// Adds what its product is known by to a text.
    pub fn write_product_key(&self, key: &mut String) {
        let (kind, word) = if self.sku.is_empty() {
            ("name:", &self.name)
        } else {
            ("sku:", &self.sku)
        };
        key.push_str(kind);
        key.push_str(word);
    }
}

/// A customer as the customers file says, or as orders do where no such file was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerContent {
    /// Normalised.
    pub email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// First name, or empty.
    pub first_name: String,
    /// Last name, or empty.
    pub last_name: String,
    /// Company, or empty.
    pub company: String,
    /// Street, or empty.
    pub address: String,
    /// Town, or empty.
    pub city: String,
    /// Postal code, or empty.
    pub zip: String,
    /// Province or state, or empty.
    pub region: String,
    /// Country, or empty.
    pub country: String,
    /// Tags as in the file.
    pub tags: String,
    /// Note as in the file.
    pub note: String,
    /// Month and day, such as `05-14`, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub birthday: String,
}

/// A fingerprint of content: equal content, equal fingerprint.
pub type Fingerprint = [u8; 16];

/// Gathers fields for a hash, each with its length, so that no two contents run together.
pub(super) struct Digest(Vec<u8>);

impl Digest {
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(1024))
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.number(i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.bytes(text.as_bytes())
    }

    /// Seven bits a byte, all but the last marked: most numbers are small, and a hash takes as long
    /// as what it is of.
    pub(super) fn number(&mut self, number: i64) -> &mut Self {
        let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while rest > 0x7F {
            self.0.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        self.0.push(rest.to_le_bytes()[0]);
        self
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(super) fn finish(&self) -> Fingerprint {
        let mut short = [0; 16];
        short.copy_from_slice(&blake3::hash(&self.0).as_bytes()[..16]);
        short
    }
}

impl OrderContent {
    /// Puts in what was refunded of it as its file says, in minor units: of it, goods are what is
    /// not more than they are.
    pub fn refund_as_said(&mut self, refunded: i64) {
        self.refunded = refunded;
        self.goods_refunded = refunded.min(self.goods.max(0));
        self.fully_refunded =
            self.payment == Payment::Refunded || (self.total > 0 && refunded >= self.total);
    }

    /// The fingerprint. Seconds are left out: spreadsheets lose them.
    #[expect(
        clippy::too_many_lines,
        reason = "one name a line; taken apart so that none is forgotten"
    )]
    pub fn fingerprint(&self) -> Fingerprint {
        // Taken apart by name, so that a new field cannot be forgotten here.
        let Self {
            external_id,
            number,
            placed_at,
            currency,
            customer_name,
            customer_key,
            email,
            phone,
            city,
            zip,
            region,
            country,
            gross,
            discounts,
            goods,
            gift_cards,
            shipping,
            tax,
            goods_tax,
            duties,
            tip,
            unexplained,
            total,
            refunded,
            goods_refunded,
            units,
            tax_included,
            is_test,
            gift_cards_only,
            fully_refunded,
            payment,
            cancelled_at,
            payment_method,
            discount_codes,
            channel,
            device,
            campaign,
            tags,
            accepts_marketing,
            lines,
        } = self;
        let mut digest = Digest::new();
        for text in [
            external_id,
            number,
            customer_name,
            customer_key,
            email,
            phone,
            city,
            zip,
            region,
            country,
            payment_method,
            discount_codes,
            channel,
            device,
            campaign,
            tags,
        ] {
            digest.text(text);
        }
        digest.text(currency.code()).text(payment.word());
        let tick = accepts_marketing.map_or(-1, i64::from);
        for number in [
            placed_at.0.div_euclid(60_000),
            *gross,
            *discounts,
            *goods,
            *gift_cards,
            *shipping,
            *tax,
            *goods_tax,
            *duties,
            *tip,
            *unexplained,
            *total,
            *refunded,
            *goods_refunded,
            *units,
            i64::from(*tax_included),
            i64::from(*is_test),
            i64::from(*gift_cards_only),
            i64::from(*fully_refunded),
            cancelled_at.map_or(i64::MIN, |at| at.0.div_euclid(60_000)),
            tick,
        ] {
            digest.number(number);
        }
        for LineContent {
            name,
            sku,
            vendor,
            quantity,
            unit_price,
            amount,
            discount,
            gift_card,
        } in lines
        {
            digest.text(name).text(sku).text(vendor);
            for number in [
                *quantity,
                *unit_price,
                *amount,
                *discount,
                i64::from(*gift_card),
            ] {
                digest.number(number);
            }
        }
        digest.finish()
    }
}

impl CustomerContent {
    /// Someone of whom only orders speak. The last word of a name is the last name.
    pub fn guest(email: Option<String>, phone: Option<String>, name: &str) -> Self {
        let (first, last) = name
            .trim()
            .rsplit_once(char::is_whitespace)
            .unwrap_or(("", name.trim()));
        Self {
            email,
            phone,
            first_name: first.trim().to_owned(),
            last_name: last.to_owned(),
            ..Self::default()
        }
    }

    /// The fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        let Self {
            email,
            phone,
            first_name,
            last_name,
            company,
            address,
            city,
            zip,
            region,
            country,
            tags,
            note,
            birthday,
        } = self;
        let mut digest = Digest::new();
        for text in [
            email.as_deref().unwrap_or_default(),
            phone.as_deref().unwrap_or_default(),
            first_name,
            last_name,
            company,
            address,
            city,
            zip,
            region,
            country,
            tags,
            note,
            birthday,
        ] {
            digest.text(text);
        }
        digest.finish()
    }
}
