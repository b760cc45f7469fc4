//! Whether an order with the offer leaves anything.

use std::collections::HashSet;

use pannier_analytics::{Margin, margin};

use super::Gates;
use crate::{
    Result, Shop,
    campaigns::{
        content::{Campaign, offer_shown},
        measure::{counts, rounded},
        plan::Planning,
        shelf::Shelf,
    },
    people::{Everyone, everyone},
    views::{Amount, CampaignOffer, GateCode, GateFix, OfferProducts, OfferTerms, SaidValue},
};

/// Orders of so many days are looked at.
const DAYS: i32 = 365;
/// Fewer orders say nothing of the next one.
const FEWEST: usize = 10;
/// The share of goods whose cost must be known.
const COSTS_KNOWN: f64 = 0.5;

/// What usual orders of some people come to, and what is left of them.
struct Usual {
    /// Goods of the middle one, in minor units.
    goods: i64,
    /// The tax in its price, as a share of it.
    tax: f64,
    /// What it costs the shop, as a share of its price.
    cost: f64,
}

impl Usual {
    /// What is left of an order of some goods after tax, discount and cost, in minor units.
    fn left(&self, goods: f64, off: f64) -> f64 {
        (goods - off) * (1.0 - self.tax) - goods * self.cost
    }
}

pub(super) fn look(
    shop: &Shop,
    campaign: &Campaign,
    shelf: &Shelf,
    planning: Option<&Planning>,
    gates: &mut Gates,
) -> Result<()> {
    let context = shop.context()?;
    let all = everyone(shop)?;
    // Costs are in the shop's currency, and so is what is offered.
    let (Some(planning), true) = (planning, all.currency == context.currency) else {
        return Ok(());
    };
    let offer = &campaign.offer;
    let (Some(usual), Some(shown)) = (usual(&all, planning), offer_shown(offer, context.currency))
    else {
        return Ok(());
    };
    let below = below_cost(offer, shelf, usual.tax);
    if below > 0 {
        let title = if below == 1 {
            "1 chosen product would sell below its cost".to_owned()
        } else {
            format!("{below} chosen products would sell below their cost")
        };
        gates
            .warn(GateCode::Margin, title)
            .saying("After the discount they bring less than you pay for them")
            .mended_by(GateFix::OpenOffer, "Open the offer");
        return Ok(());
    }
    let order = usual
        .goods
        .max(offer.minimum.map_or(0, |minimum| minimum.0));
    let Some(off) = off(offer, order) else {
        return Ok(());
    };
    let left = rounded(usual.left(float(order), float(off)));
    let about = |minor: i64| SaidValue::About {
        amount: Amount::new(minor, context.currency),
    };
    let values = [
        SaidValue::Offer { offer: shown },
        about(order),
        about(left.saturating_abs()),
    ];
    if left > 0 {
        gates
            .fine(GateCode::Margin, "{0} leaves a margin")
            .saying("An order of {1} leaves about {2} after goods and discount")
            .with(values);
    } else {
        gates
            .warn(GateCode::Margin, "{0} likely sells below cost")
            .saying("An order of {1} loses about {2} after goods and discount")
            .with(values)
            .mended_by(GateFix::OpenOffer, "Open the offer");
    }
    Ok(())
}

/// What an order of these people usually comes to; nothing where they ordered too little, or the cost of
/// too little of it is known.
fn usual(all: &Everyone, planning: &Planning) -> Option<Usual> {
    let facts = &all.facts;
    let currency = facts.currency_index(all.currency)?;
    let people: HashSet<i64> = planning
        .recipients
        .iter()
        .filter(|one| one.skipped.is_none())
        .map(|one| one.person.0)
        .collect();
    let since = all.as_of.number() - DAYS;
    let start = facts.day.partition_point(|day| *day < since);
    let is_theirs = |order: usize| {
        let buyer = facts.customer_ids.get(facts.customer[order] as usize);
        counts(facts.flags[order])
            && facts.currency[order] == currency
            && facts.goods[order] > 0
            && buyer.is_some_and(|buyer| people.contains(buyer))
    };
    let orders: Vec<u32> = (start..facts.len())
        .filter(|order| is_theirs(*order))
        .filter_map(|order| u32::try_from(order).ok())
        .collect();
    if orders.len() < FEWEST {
        return None;
    }
    let mut goods: Vec<i64> = orders
        .iter()
        .map(|order| facts.goods[*order as usize])
        .collect();
    let middle = goods.len() / 2;
    let (_, goods, _) = goods.select_nth_unstable(middle);
    let Margin {
        tax_share: Some(tax),
        share: Some(share),
        known: Some(known),
    } = margin(facts, &orders, true)
    else {
        return None;
    };
    (known >= COSTS_KNOWN).then_some(Usual {
        goods: *goods,
        tax,
        cost: 1.0 - tax - share,
    })
}

/// What an offer takes off an order; nothing where that is not known in money.
fn off(offer: &CampaignOffer, order: i64) -> Option<i64> {
    match offer.terms.as_ref()? {
        OfferTerms::Percent { percent } => {
            let share = i128::from(order) * i128::from(*percent);
            i64::try_from(pannier_core::div_half_even(share, 100)).ok()
        }
        OfferTerms::Amount { amount } | OfferTerms::GiftCard { amount, .. } => {
            Some(amount.0.min(order))
        }
        OfferTerms::FreeShipping | OfferTerms::Gift { .. } => None,
    }
}

/// How many of the products that are chosen for an offer bring less than they cost.
fn below_cost(offer: &CampaignOffer, shelf: &Shelf, tax: f64) -> usize {
    let (OfferProducts::Chosen { products }, Some(OfferTerms::Percent { percent })) =
        (&offer.products, &offer.terms)
    else {
        return 0;
    };
    let kept = 1.0 - f64::from(*percent) / 100.0;
    let wares = products.iter().filter_map(|key| shelf.ware(key));
    let below = wares.filter(|ware| match (ware.price, ware.cost) {
        (Some(price), Some(cost)) if price > 0 => float(price) * kept * (1.0 - tax) < float(cost),
        _ => false,
    });
    below.count()
}

/// Amounts lie far within what a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "within 2^53")]
fn float(minor: i64) -> f64 {
    minor as f64
}
