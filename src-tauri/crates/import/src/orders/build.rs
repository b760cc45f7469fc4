//! From an order as its file says it to an order as it is stored.

use std::mem::take;

use pannier_core::{Email, Phone};
pub(crate) use pannier_store::Who;
use pannier_store::{OrderContent, Payment};

use super::{
    amounts::{Present, Sums, TooLarge, sums},
    assemble::Draft,
    head::Head,
    row::Reading,
};
use crate::{Rejection, profile::Packed, report::shortened};

/// An order ready to be compared and stored.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) content: OrderContent,
    /// Whether the key is the platform's own id.
    pub(crate) has_id: bool,
    /// E-mail (normalised), or else phone (E.164): whose it is.
    pub(crate) who: Option<Who>,
    /// Whether a non-empty e-mail cell is no address.
    pub(crate) has_odd_email: bool,
}

impl Reading {
    /// Which amounts the file has.
    pub(crate) fn present(&self) -> Present {
        Present {
            price: self.columns.has_prices() && self.profile.layout.packed != Some(Packed::Times),
            subtotal: self.columns.subtotal.is_some(),
            taxable: self.columns.taxable.is_some(),
            tax_included: self.profile.layout.tax_included,
        }
    }

    /// Builds an order. The words of it and of its items pass over; their amounts stay as well.
    pub(crate) fn build(&self, draft: &mut Draft) -> Result<Built, Rejection> {
        let too_large = |_: TooLarge| {
            Rejection {
            line: draft.line,
            column: String::new(),
            value: shortened(&draft.number),
            reason: "The amounts of this order are too large to be true. Correct them, or export the file again".to_owned(),
        }
        };
        let sums_of = |head: &Head| sums(head, &draft.items, self.present(), &self.country);
        let mut sums = sums_of(&draft.head).map_err(too_large)?;
        let mut before = self.before_refunds(&draft.head, &sums);
        if let Some(before) = &before {
            sums = sums_of(before).map_err(too_large)?;
        }
        for (line, item) in sums.lines.iter_mut().zip(&mut draft.items) {
            line.name = take(&mut item.name);
            line.sku = take(&mut item.sku);
            line.vendor = take(&mut item.vendor);
        }
        let has_id = draft.head.id.is_some();
        let head = before.as_mut().unwrap_or(&mut *draft.head);
        let email = Email::parse(&head.email).ok();
        let who = match &email {
            Some(email) => Some(Who::Email(email.as_str().to_owned())),
            None => self
                .phone_of(&head.phone, &head.country)
                .map(Who::Phone)
                .or_else(|| {
                    let key = &head.customer_key;
                    (!key.is_empty()).then(|| Who::Key(key.clone()))
                }),
        };
        let has_odd_email = email.is_none() && !head.email.is_empty();
        let is_test = head.is_test || head.method.to_lowercase().contains("bogus");
        let mut content = OrderContent {
            external_id: take(&mut draft.key),
            number: draft.number.clone(),
            placed_at: head.placed_at,
            currency: head.currency,
            customer_name: take(&mut head.name),
            customer_key: take(&mut head.customer_key),
            email: email.map_or_else(|| take(&mut head.email), |email| email.as_str().to_owned()),
            phone: take(&mut head.phone),
            city: take(&mut head.city),
            zip: take(&mut head.zip),
            region: take(&mut head.region),
            country: take(&mut head.country),
            gross: sums.gross,
            discounts: sums.discounts,
            goods: sums.gross - sums.discounts,
            gift_cards: sums.gift_cards,
            shipping: head.shipping,
            tax: head.tax,
            goods_tax: sums.goods_tax,
            duties: head.duties,
            tip: head.tip,
            unexplained: sums.unexplained,
            total: sums.total,
            refunded: head.refunded,
            goods_refunded: sums.goods_refunded,
            units: sums.units,
            tax_included: sums.tax_included,
            is_test,
            gift_cards_only: sums.gift_cards_only,
            fully_refunded: head.payment == Payment::Refunded
                || (sums.total > 0 && head.refunded >= sums.total),
            payment: head.payment,
            cancelled_at: head.cancelled_at,
            payment_method: take(&mut head.method),
            discount_codes: take(&mut head.codes),
            channel: take(&mut head.channel),
            device: take(&mut head.device),
            campaign: take(&mut head.campaign),
            tags: take(&mut head.tags),
            accepts_marketing: head.accepts_marketing,
            lines: sums.lines,
        };
        let is_nobody = self.nobodies.order(&self.country, &mut content);
        Ok(Built {
            who: if is_nobody {
                content.who(&self.country)
            } else {
                who
            },
            has_odd_email: has_odd_email && !is_nobody,
            content,
            has_id,
        })
    }

    /// The order before a refund, where its total is less than its parts for that reason alone.
    fn before_refunds(&self, head: &Head, sums: &Sums) -> Option<Head> {
        let missing = sums
            .unexplained
            .checked_neg()
            .filter(|missing| *missing > 0)?;
        (self.profile.layout.total_after_refunds && head.refunded == 0).then(|| Head {
            total: Some(sums.total.saturating_add(missing)),
            refunded: missing,
            payment: if sums.total > 0 {
                Payment::PartiallyRefunded
            } else {
                Payment::Refunded
            },
            ..head.clone()
        })
    }

    /// A number as one that can be called, in the order's country or else the shop's.
    fn phone_of(&self, phone: &str, country: &str) -> Option<String> {
        if phone.is_empty() {
            return None;
        }
        let country = if country.len() == 2 {
            country
        } else {
            &self.country
        };
        Phone::parse(phone, country)
            .ok()
            .map(|phone| phone.as_str().to_owned())
    }
}
