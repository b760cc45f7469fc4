//! Who is in a segment: rules over orders, people and what they did, asked of everyone at once.
//!
//! What every question needs is worked out once for a state of the facts: the counted orders person
//! by person, with the amounts that sentences ask for beside each other in memory. A sentence then
//! is a walk along the people who are left; rules that hold together are asked one after the other,
//! each of those who are left only.

mod members;
mod orders;
mod people;
mod sentence;
mod told;

use std::{collections::HashMap, sync::Arc};

use pannier_core::{
    Channel, Countries, Currency, CustomerId, Day, Facts, PeopleFacts, PointsFacts, Reach,
    ShopZone,
    segment::{Condition, Rule, Said},
};

pub use members::Members;
pub use told::{Told, ToldSentence};

use crate::{CustomerSet, Worth};
use orders::Slots;
use sentence::Sentence;

/// People and orders ready to be asked.
#[derive(Debug)]
pub struct Segmenter {
    facts: Arc<Facts>,
    people: Arc<PeopleFacts>,
    currency: Currency,
    countries: Countries,
    /// The counted orders of each person.
    slots: Slots,
    /// The facts' dense index of each person; past their end for someone without orders.
    customer: Vec<u32>,
    /// By thing that people did something with: the products that it is, by index.
    thing_products: Vec<Vec<u32>>,
}

/// What rules are asked with besides the shop.
#[derive(Debug, Clone, Copy)]
pub struct SegmentsAsked<'a> {
    /// The day that is today.
    pub today: Day,
    /// What a day is.
    pub zone: ShopZone,
    /// Groups, high value and predictions, for the same facts.
    pub worth: &'a Worth,
    /// Points, tiers and rewards of the same people.
    pub points: &'a PointsFacts,
    /// Who is in the segments that rules name, by row.
    pub others: &'a HashMap<i64, Arc<Members>>,
}

/// How many are left after a sentence and those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelStep {
    /// The rule that was asked.
    pub rule: Rule,
    /// People who are left.
    pub left: u32,
    /// Of who was there before and may not be written to: how many for which reason. Only where
    /// the rule asks for that.
    pub unreachable: Vec<(Reach, u32)>,
}

/// What the orders of some people come to. Amounts are minor units of the shop's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SegmentFigures {
    /// People.
    pub people: u32,
    /// Of them, those who ordered.
    pub buyers: u32,
    /// Counted orders in the shop's currency.
    pub orders: u32,
    /// Their goods.
    pub revenue: i64,
}

impl SegmentFigures {
    /// Goods ÷ orders; nothing without orders.
    pub fn aov(&self) -> Option<i64> {
        (self.orders > 0).then(|| orders::ratio(self.revenue, self.orders.into()))
    }
}

impl Segmenter {
    /// Makes people and orders ready: a walk along all orders. Amounts are of orders in `currency`.
    pub fn new(facts: Arc<Facts>, people: Arc<PeopleFacts>, currency: Currency) -> Self {
        let of_customer: Vec<Option<u32>> = facts
            .customer_ids
            .iter()
            .map(|id| people.index(CustomerId(*id)))
            .collect();
        let mut customer = vec![u32::MAX; people.len()];
        for (index, person) in (0..).zip(&of_customer) {
            if let Some(person) = person {
                customer[*person as usize] = index;
            }
        }
        let products: HashMap<i64, u32> = facts.products.id.iter().copied().zip(0..).collect();
        let thing_products = people
            .things
            .iter()
            .map(|thing| {
                let sold = thing.sold_as.iter();
                sold.filter_map(|id| products.get(id).copied()).collect()
            })
            .collect();
        Self {
            slots: Slots::of(&facts, &of_customer, people.len(), currency),
            customer,
            thing_products,
            countries: Countries::default(),
            facts,
            people,
            currency,
        }
    }

    /// The people that it asks.
    pub fn people(&self) -> &Arc<PeopleFacts> {
        &self.people
    }

    /// The orders that it asks.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// The currency of all amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Everyone.
    pub fn everyone(&self) -> Members {
        Members::all(self.people.len())
    }

    /// Who fulfils the rules.
    pub fn members(&self, rule: &Rule, asked: &SegmentsAsked) -> Members {
        self.among(rule, &self.everyone(), asked)
    }

    fn among(&self, rule: &Rule, within: &Members, asked: &SegmentsAsked) -> Members {
        match rule {
            Rule::All(rules) => {
                let mut left = within.clone();
                for rule in rules {
                    left = self.among(rule, &left, asked);
                }
                left
            }
            Rule::Any(rules) => {
                let (mut found, mut left) = (Members::none(self.people.len()), within.clone());
                for rule in rules {
                    let more = self.among(rule, &left, asked);
                    left.remove(&more);
                    found.add(&more);
                }
                found
            }
            Rule::Not(rule) => {
                let mut left = within.clone();
                left.remove(&self.among(rule, within, asked));
                left
            }
            Rule::Is(condition) => {
                let sentence = Sentence::of(self, condition, asked);
                within.filter(|person| sentence.holds(self, person))
            }
        }
    }

    /// Who fulfils the rules, and how many are left after each of those that all have to hold.
    pub fn funnel(&self, rule: &Rule, asked: &SegmentsAsked) -> (Members, Vec<FunnelStep>) {
        let alone = std::slice::from_ref(rule);
        let rules: &[Rule] = match rule {
            Rule::All(rules) => rules,
            _ => alone,
        };
        let mut left = self.everyone();
        let steps = rules
            .iter()
            .map(|rule| {
                let before = left.clone();
                left = self.among(rule, &left, asked);
                FunnelStep {
                    rule: rule.clone(),
                    left: left.count(),
                    unreachable: match rule {
                        Rule::Is(Condition::Consent {
                            channel,
                            said: Said::Reachable,
                        }) => self.unreachable(&before, *channel),
                        _ => Vec::new(),
                    },
                }
            })
            .collect();
        (left, steps)
    }

    /// Who of some people may not be written to, by reason.
    pub fn unreachable(&self, people: &Members, channel: Channel) -> Vec<(Reach, u32)> {
        let reasons = [Reach::SaidNo, Reach::NotAsked, Reach::NoAddress];
        let mut counts = reasons.map(|reason| (reason, 0));
        people.each(|person| {
            let reach = self.people.contacts[person].reach(channel);
            if let Some((_, count)) = counts.iter_mut().find(|(reason, _)| *reason == reach) {
                *count += 1;
            }
        });
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// What the orders of some people come to, of those placed from one day up to but without
    /// another, where these are named.
    pub fn figures(
        &self,
        people: &Members,
        from: Option<Day>,
        until: Option<Day>,
    ) -> SegmentFigures {
        let mut figures = SegmentFigures {
            people: people.count(),
            ..SegmentFigures::default()
        };
        let days = orders::days(from, until);
        people.each(|person| {
            let (orders, revenue) = self.slots.spent(person, days);
            figures.buyers += u32::from(orders > 0);
            figures.orders += orders;
            figures.revenue = figures.revenue.saturating_add(revenue);
        });
        figures
    }

    /// Up to so many of some people, drawn by chance: the same ones for the same `draw`.
    pub fn sample(&self, people: &Members, count: usize, draw: u64) -> Vec<u32> {
        let mut drawn: Vec<(u64, u32)> = Vec::with_capacity(people.count() as usize);
        people.each(|person| {
            let row = self.people.id[person].0.unsigned_abs();
            drawn.push((
                scattered(row ^ scattered(draw)),
                u32::try_from(person).unwrap_or(u32::MAX),
            ));
        });
        let count = count.min(drawn.len());
        if count > 0 {
            drawn.select_nth_unstable(count - 1);
        }
        drawn.truncate(count);
        drawn.sort_unstable();
        drawn.into_iter().map(|(_, person)| person).collect()
    }

    /// What each sentence of the rules finds with some people.
    pub fn told(
        &self,
        rule: &Rule,
        people: &[u32],
        asked: &SegmentsAsked,
    ) -> Vec<Vec<ToldSentence>> {
        told::told(self, rule, people, asked)
    }

    /// The number and sum of a person's counted orders, and the day of the last.
    pub fn orders_of(&self, person: u32) -> (u32, i64, Option<Day>) {
        let person = person as usize;
        let (orders, spent) = self.slots.spent(person, orders::days(None, None));
        (orders, spent, self.slots.last(person))
    }

    /// The members as the explorer takes them, for facts of the same shop.
    pub fn customer_set(&self, facts: &Facts, people: &Members) -> CustomerSet {
        CustomerSet::of(facts, |id| {
            let person = self.people.index(CustomerId(id));
            person.is_some_and(|person| people.has(person as usize))
        })
    }

    /// The rows of members, ascending.
    pub fn ids(&self, people: &Members) -> Vec<CustomerId> {
        let mut ids = Vec::with_capacity(people.count() as usize);
        people.each(|person| ids.push(self.people.id[person]));
        ids
    }

    /// The members with these rows; rows of nobody are left out.
    pub fn with_ids(&self, ids: &[CustomerId]) -> Members {
        let mut members = Members::none(self.people.len());
        for person in ids.iter().filter_map(|id| self.people.index(*id)) {
            members.insert(person as usize);
        }
        members
    }

    /// Words of the rules that nothing in the shop is called by, each with what it should be.
    pub fn unknown_words(&self, rule: &Rule, points: &PointsFacts) -> Vec<(&'static str, String)> {
        let mut unknown = Vec::new();
        rule.each(&mut |condition| sentence::unknown_words(self, condition, points, &mut unknown));
        unknown.dedup();
        unknown
    }
}

/// A number of which every bit hangs on every bit of another (the end of `SplitMix64`).
fn scattered(bits: u64) -> u64 {
    let z = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
