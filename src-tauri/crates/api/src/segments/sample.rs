//! Some people of a segment, each with why they are in it.

use pannier_analytics::{SegmentsAsked, Told, ToldSentence};
use pannier_core::{CustomerFacts, Day, segment::Rule};
use pannier_store::CustomerCard;

use super::{Ready, reach};
use crate::{
    Result, Shop,
    customers::group_view,
    views::{Amount, SegmentFound, SegmentPerson, SegmentReason},
};

pub(super) fn people(
    shop: &Shop,
    ready: &Ready,
    rule: &Rule,
    asked: &SegmentsAsked,
    drawn: &[u32],
) -> Result<Vec<SegmentPerson>> {
    let segmenter = &ready.segmenter;
    let told = segmenter.told(rule, drawn, asked);
    shop.read(|tx| {
        let joined = tx.people()?;
        drawn
            .iter()
            .zip(told)
            .map(|(person, told)| {
                let id = segmenter.people().id[*person as usize];
                let known = tx.customer_record(id, &joined)?.facts;
                let card = tx.customer_cards(&[id])?.pop();
                let (orders, spent, last) = segmenter.orders_of(*person);
                Ok(SegmentPerson {
                    id: id.0,
                    name: name_of(&known, card),
                    email: known.email,
                    orders,
                    spent: Amount::new(spent, ready.all.currency),
                    last_order: last.map(|day| day.to_string()),
                    days_ago: last.map(|day| u32::try_from(ago(ready, day)).unwrap_or(0)),
                    reasons: told.iter().map(|told| reason(ready, told)).collect(),
                })
            })
            .collect()
    })
}

/// Of what all their rows say together; where that is nothing, how lists call them.
fn name_of(known: &CustomerFacts, card: Option<CustomerCard>) -> String {
    let names = [known.first_name.as_str(), known.last_name.as_str()];
    let full: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let known_by = [
        full.join(" "),
        known.email.clone().unwrap_or_default(),
        known.phone.clone(),
    ];
    let found = known_by.into_iter().find(|word| !word.is_empty());
    found.or_else(|| Some(card?.called())).unwrap_or_default()
}

fn ago(ready: &Ready, day: Day) -> i32 {
    ready.all.as_of.number() - day.number()
}

fn reason(ready: &Ready, told: &ToldSentence) -> SegmentReason {
    let sentence = told.condition.text(ready.all.currency);
    SegmentReason {
        text: if told.negated {
            format!("not {sentence}")
        } else {
            sentence
        },
        holds: told.holds,
        found: match &told.told {
            Told::Nothing => SegmentFound::Nothing,
            Told::Number(number) => SegmentFound::Number(*number),
            Told::Hundredths(number) => {
                // Pieces an order: far from where a float loses a hundredth.
                let whole = i32::try_from(*number).unwrap_or(i32::MAX);
                SegmentFound::Decimal(f64::from(whole) / 100.0)
            }
            Told::Money(minor, currency) => SegmentFound::Amount(Amount::new(*minor, *currency)),
            Told::Day(day) => SegmentFound::Day {
                day: day.to_string(),
                ago: ago(ready, *day),
            },
            Told::Group(group) => SegmentFound::Group(group_view(*group)),
            Told::Words(words) => SegmentFound::Words(words.clone()),
            Told::Reach(found) => SegmentFound::Reach(reach(*found)),
            Told::Points(points) => SegmentFound::Points(*points),
            Told::PointsMissing(points) => SegmentFound::PointsMissing(*points),
            Told::Deed(thing, at) => SegmentFound::Deed {
                thing: thing.clone(),
                day: ready.day_of(*at),
            },
            Told::Cart(total, currency, at) => SegmentFound::Cart {
                worth: Amount::new(*total, *currency),
                day: ready.day_of(*at),
            },
        },
    }
}
