//! The files of codes that shops read.
//!
//! - WooCommerce: it reads no coupons from a file by itself. The columns are those of the
//!   extension Smart Coupons (webtoffee.com/bulk-import-coupons-using-csv-file-coupon-data). A
//!   coupon ends there as its last day begins, so the day after is written. It knows no most that a
//!   percentage takes off.
//! - Shopware: the profile `promotion_individual_code`: `id;promotion_id;code`, ids of 32 signs.
//! - Shopify: no import of codes from a file is known. One column, to be pasted into an app.

use std::collections::HashMap;

use pannier_core::{Currency, CustomerId, Money, ShopZone};
use pannier_loyalty::Gives;
use pannier_store::CustomerCard;
use sha2::{Digest as _, Sha256};

use super::Handed;
use crate::{
    ApiError, Code, Result,
    views::{CodesTarget, ExportCodes},
    words::hex,
};

/// What rows are written with.
pub(crate) struct Writing<'w> {
    pub(crate) currency: Currency,
    pub(crate) zone: ShopZone,
    pub(crate) promotion: Option<&'w str>,
    pub(crate) only_theirs: bool,
    pub(crate) cards: HashMap<CustomerId, CustomerCard>,
}

const WOOCOMMERCE: [&str; 15] = [
    "post_title",
    "post_excerpt",
    "post_status",
    "post_date",
    "discount_type",
    "coupon_amount",
    "expiry_date",
    "minimum_amount",
    "individual_use",
    "usage_limit",
    "usage_limit_per_user",
    "customer_email",
    "product_ids",
    "exclude_sale_items",
    "free_shipping",
];

pub(crate) fn columns(target: CodesTarget) -> Vec<String> {
    let heads: &[&str] = match target {
        CodesTarget::WooCommerce => &WOOCOMMERCE,
        CodesTarget::Shopware => &["id", "promotion_id", "code"],
        CodesTarget::Shopify => &["code"],
        CodesTarget::Csv => &[
            "Code",
            "Gives",
            "Minimum order",
            "Given on",
            "Last day",
            "Customer",
            "E-mail",
        ],
    };
    heads.iter().map(|head| (*head).to_owned()).collect()
}

impl Writing<'_> {
    pub(crate) fn row(&self, target: CodesTarget, one: &Handed) -> Vec<String> {
        match target {
            CodesTarget::WooCommerce => self.woocommerce(one),
            CodesTarget::Shopware => vec![
                shopware_id(&one.record.code),
                self.promotion.unwrap_or_default().to_owned(),
                one.record.code.clone(),
            ],
            CodesTarget::Shopify => vec![one.record.code.clone()],
            CodesTarget::Csv => self.table(one),
        }
    }

    fn amount(&self, minor: i64) -> String {
        Money::new(minor, self.currency).text()
    }

    fn woocommerce(&self, one: &Handed) -> Vec<String> {
        let (kind, amount) = match &one.reward.gives {
            Gives::PercentOff { percent, .. } => ("percent", percent.to_string()),
            Gives::AmountOff { amount } | Gives::GiftCard { amount } => {
                ("fixed_cart", self.amount(*amount))
            }
            Gives::FreeProduct { worth, .. } => ("fixed_cart", self.amount(worth.unwrap_or(0))),
            Gives::FreeShipping => ("fixed_cart", self.amount(0)),
        };
        let ships_free = matches!(one.reward.gives, Gives::FreeShipping);
        let least = one.reward.terms.minimum_order.filter(|least| *least > 0);
        let ends = one.record.valid_until.map(|last| last.plus_days(1));
        let theirs = one.customer.filter(|_| self.only_theirs);
        let email = theirs.and_then(|customer| self.cards.get(&customer));
        vec![
            one.record.code.clone(),
            one.gives.clone(),
            "publish".to_owned(),
            self.zone.day_of(one.record.issued_at).to_string(),
            kind.to_owned(),
            amount,
            ends.map(|day| day.to_string()).unwrap_or_default(),
            least.map(|least| self.amount(least)).unwrap_or_default(),
            "yes".to_owned(),
            "1".to_owned(),
            "1".to_owned(),
            email.map(|card| card.email.clone()).unwrap_or_default(),
            String::new(),
            "no".to_owned(),
            if ships_free { "yes" } else { "no" }.to_owned(),
        ]
    }

    fn table(&self, one: &Handed) -> Vec<String> {
        let card = one.customer.and_then(|customer| self.cards.get(&customer));
        let least = one.reward.terms.minimum_order.filter(|least| *least > 0);
        let last = one.record.valid_until;
        let row = [
            one.record.code.clone(),
            one.gives.clone(),
            least.map(|least| self.amount(least)).unwrap_or_default(),
            self.zone.day_of(one.record.issued_at).to_string(),
            last.map(|day| day.to_string()).unwrap_or_default(),
            card.map(CustomerCard::called).unwrap_or_default(),
            card.map(|card| card.email.clone()).unwrap_or_default(),
        ];
        row.into_iter().map(in_spreadsheet).collect()
    }
}

/// The id of a code in Shopware: the same each time it is written, so that a file that is read twice
/// makes no second code.
fn shopware_id(code: &str) -> String {
    let digest = Sha256::digest(format!("pannier promotion code {code}"));
    hex(&digest[..16])
}

/// A table is opened in spreadsheets, which take a text that begins so for a formula.
fn in_spreadsheet(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

/// The file.
pub(crate) fn text(
    columns: &[String],
    rows: &[Vec<String>],
    target: CodesTarget,
) -> Result<Vec<u8>> {
    let fault = |error: String| ApiError::new(Code::Internal, error);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(if target == CodesTarget::Shopware {
            b';'
        } else {
            b','
        })
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let columns = columns.to_vec();
    for row in std::iter::once(&columns).chain(rows) {
        writer
            .write_record(row)
            .map_err(|error| fault(error.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|error| fault(error.to_string()))
}

/// What to know before the file is used.
pub(super) fn notes(input: &ExportCodes, codes: &[&Handed], shared: bool) -> Vec<String> {
    let has = |is: &dyn Fn(&Gives) -> bool| codes.iter().any(|one| is(&one.reward.gives));
    let with_most = |gives: &Gives| {
        matches!(
            gives,
            Gives::PercentOff {
                at_most: Some(_),
                ..
            }
        )
    };
    let mut notes: Vec<&str> = Vec::new();
    match input.target {
        CodesTarget::WooCommerce => {
            notes.push(
                "WooCommerce reads no coupons from a file by itself. This one is for the \
                 extension Smart Coupons",
            );
            if has(&with_most) {
                notes.push(
                    "WooCommerce knows no most that a percentage takes off. Watch large orders",
                );
            }
            if has(&|gives| matches!(gives, Gives::FreeProduct { .. })) {
                notes.push("A free product is a coupon with its price. You add the product");
            }
        }
        CodesTarget::Shopware => {
            notes.push(
                "Make a promotion with individual codes in Shopware first: what it gives, from \
                 when and until when stands there. This file adds the codes to it",
            );
            if input
                .promotion
                .as_deref()
                .is_none_or(|id| id.trim().is_empty())
            {
                notes.push("Say the id of that promotion, or fill its column in the file");
            }
            if input.reward.is_none() {
                notes.push("A promotion gives one thing. Choose one reward for each file");
            }
        }
        CodesTarget::Shopify => {
            notes.push(
                "Shopify is not known to read codes from a file. An app for discounts can take \
                 this list by pasting",
            );
            if shared {
                notes.push(
                    "Without such an app, make one discount in Shopify for each reward and \
                     month, with the shared code, limited to one use a customer. Anyone who \
                     learns it can use it; orders of people without that reward are listed here",
                );
            }
        }
        CodesTarget::Csv => {}
    }
    notes.into_iter().map(str::to_owned).collect()
}
