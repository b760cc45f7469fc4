//! Whether a campaign did anything: groups as they were drawn, beside each other.

use std::collections::HashSet;

use pannier_core::{Currency, CustomerId, Timestamp};
use pannier_measure::{
    self as measure, Arm, Comparison, Figure, Group, LaterOrder, Person, Range, Reading, Received,
    Side, Terms, Verdict, WhyNot,
};
use pannier_store::{Assigned, OutboxState, Part};

use super::{
    content::{Campaign, window_end},
    measure::{bought, counts, rounded},
};
use crate::{
    ApiError, Code, Result, Shop,
    people::{Everyone, everyone},
    sending::counts as outbox_counts,
    views::{
        Amount, CampaignAttribution, CampaignCodeUse, CampaignComparison, CampaignGroup,
        CampaignResult, CampaignVerdict, MoneyRange, OfferCodes, OrdersRange,
    },
};

const DAY_MS: i64 = 86_400_000;

/// What became of a campaign, as far as orders were imported.
///
/// # Errors
/// [`Code::Conflict`] before it began to go out, [`Code::NotFound`], or what the shop file says.
pub fn campaign_result(shop: &Shop, id: u32) -> Result<CampaignResult> {
    let (campaign, record, assigned, found, newest_import, people) = shop.read(|tx| {
        let campaign = Campaign::read(tx, id)?;
        Ok((
            campaign,
            tx.sending(id.into())?,
            tx.assigned(id.into())?,
            tx.outbox_counts(id.into())?,
            tx.newest_import_at()?,
            tx.people()?,
        ))
    })?;
    let began = || {
        ApiError::new(
            Code::Conflict,
            "Nothing was sent yet: there is nothing to read",
        )
    };
    let started_at = record.started_at.ok_or_else(began)?;
    let zone = shop.context()?.zone;
    let said = &campaign.record.settings;
    let until = window_end(started_at, said.window_days, zone);
    let now = shop.clock().now();
    let needs_orders = now >= until && newest_import.is_none_or(|at| at < until);
    let is_closed = now >= until && !needs_orders;
    let all = everyone(shop)?;
    let within = bought(&all, started_at, until);
    let length = until.0 - started_at.0;
    let before = bought(&all, Timestamp(started_at.0 - length), started_at);
    let mut seen = HashSet::new();
    let mut drawn: Vec<Person> = Vec::with_capacity(assigned.len());
    for one in &assigned {
        let person = people.person(one.customer);
        // Two who were joined since are one: the first draw holds.
        if !seen.insert(person) {
            continue;
        }
        let own = within.get(&person.0).copied().unwrap_or_default();
        drawn.push(Person {
            arm: arm(one.part),
            orders: own.orders,
            revenue_minor: own.revenue_minor,
            before: before.get(&person.0).copied().unwrap_or_default(),
        });
    }
    let other = f64::from(said.other_share) / 1e6;
    let reading = measure::read(
        &drawn,
        &Terms {
            held_share: f64::from(record.settings.holdout_share) / 1e6,
            contents: if campaign.other.is_some() {
                vec![1.0 - other, other]
            } else {
                vec![1.0]
            },
            smallest: f64::from(said.worth_having) / 100.0,
            is_closed,
        },
    );
    let saying = Saying {
        currency: all.currency,
        days: said.window_days,
        day: elapsed(started_at, now, said.window_days),
        closes: zone.day_of(until).to_string(),
        needs_orders,
    };
    let main = saying.main(&reading);
    let mails = saying.mails(&reading);
    let people_of = |one: &Assigned| people.person(one.customer);
    Ok(CampaignResult {
        codes: code_use(&all, &campaign, &assigned, started_at, people_of),
        attribution: attribution(&all, &campaign, &assigned, started_at, people_of),
        notes: notes(&assigned, &reading),
        main,
        mails,
        from: zone.day_of(started_at).to_string(),
        to: zone.day_of(until).plus_days(-1).to_string(),
        day: saying.day,
        days: said.window_days,
        needs_orders,
        counts: outbox_counts(&found),
    })
}

fn arm(part: Part) -> Arm {
    match part {
        Part::Held => Arm::HeldBack,
        Part::One => Arm::Got(0),
        Part::Other => Arm::Got(1),
    }
}

fn elapsed(started_at: Timestamp, now: Timestamp, days: u16) -> u16 {
    let over = (now.0 - started_at.0).max(0) / DAY_MS;
    u16::try_from(over).unwrap_or(days).min(days)
}

/// How a reading is said.
struct Saying {
    currency: Currency,
    days: u16,
    day: u16,
    closes: String,
    needs_orders: bool,
}

impl Saying {
    fn amount(&self, minor: f64) -> Amount {
        Amount::new(rounded(minor), self.currency)
    }

    fn money(&self, range: Range) -> MoneyRange {
        MoneyRange {
            low: self.amount(range.low),
            likely: self.amount(range.likely),
            high: self.amount(range.high),
        }
    }

    fn group(&self, name: &str, groups: &[&Group]) -> CampaignGroup {
        let mut people = 0_u32;
        let mut buyers = 0_u32;
        let (mut orders, mut revenue) = (0_u64, 0_i64);
        for group in groups {
            people += group.people;
            buyers += group.buyers;
            orders += group.orders;
            revenue = revenue.saturating_add(group.revenue_minor);
        }
        let each = |sum: i64| {
            (people > 0).then(|| {
                let mean = pannier_core::div_half_even(sum.into(), people.into());
                i64::try_from(mean).unwrap_or(i64::MAX)
            })
        };
        let orders_count = u32::try_from(orders).unwrap_or(u32::MAX);
        let aov = (orders > 0).then(|| {
            let mean = pannier_core::div_half_even(revenue.into(), orders.into());
            i64::try_from(mean).unwrap_or(i64::MAX)
        });
        CampaignGroup {
            name: name.to_owned(),
            people,
            buyers,
            orders: orders_count,
            revenue: Amount::new(revenue, self.currency),
            revenue_each: each(revenue).map(|minor| Amount::new(minor, self.currency)),
            orders_each: (people > 0).then(|| f64::from(orders_count) / f64::from(people)),
            ordered_share: (people > 0).then(|| f64::from(buyers) / f64::from(people)),
            aov: aov.map(|minor| Amount::new(minor, self.currency)),
        }
    }

    fn main(&self, reading: &Reading) -> CampaignComparison {
        let got: Vec<&Group> = of(reading, |arm| arm != Arm::HeldBack);
        let held: Vec<&Group> = of(reading, |arm| arm == Arm::HeldBack);
        self.comparison(
            reading.verdict,
            reading.whole.as_ref(),
            self.group("Got it", &got),
            self.group("Held back", &held),
        )
    }

    fn mails(&self, reading: &Reading) -> Option<CampaignComparison> {
        let one: Vec<&Group> = of(reading, |arm| arm == Arm::Got(0));
        let other: Vec<&Group> = of(reading, |arm| arm == Arm::Got(1));
        if other.is_empty() {
            return None;
        }
        let found = reading
            .between
            .iter()
            .find(|between| between.of == Side::Content(1));
        let verdict = found.map_or(Verdict::StillCounting, |found| found.verdict);
        let verdict = match reading.verdict {
            Verdict::NotMeasured(why @ WhyNot::BrokenSplit) => Verdict::NotMeasured(why),
            _ => verdict,
        };
        Some(self.comparison(
            verdict,
            found,
            self.group("The other mail", &other),
            self.group("The first mail", &one),
        ))
    }

    fn comparison(
        &self,
        verdict: Verdict,
        found: Option<&Comparison>,
        first: CampaignGroup,
        second: CampaignGroup,
    ) -> CampaignComparison {
        let revenue = found.and_then(|found| found.revenue);
        let orders = found.and_then(|found| found.orders);
        let by = found.and_then(|found| found.by);
        let extra = found.and_then(|found| found.extra_revenue);
        let (title, sentence) = self.words(verdict, found, &first);
        CampaignComparison {
            verdict: view(verdict),
            title,
            sentence,
            by_revenue: by == Some(Figure::Revenue),
            revenue_words: if found.is_some() && revenue.is_none() {
                "Too few orders to tell".to_owned()
            } else {
                String::new()
            },
            revenue: revenue.map(|estimate| self.money(estimate.deciding())),
            orders: orders.map(|estimate| {
                let range = estimate.deciding();
                OrdersRange {
                    low: range.low,
                    likely: range.likely,
                    high: range.high,
                }
            }),
            more_people: found
                .and_then(|found| found.more_people)
                .map(|more| u32::try_from(more).unwrap_or(u32::MAX)),
            extra_revenue: extra.map(|range| self.money(range)),
            first,
            second,
        }
    }

    fn words(
        &self,
        verdict: Verdict,
        found: Option<&Comparison>,
        first: &CampaignGroup,
    ) -> (String, String) {
        let (title, sentence) = match verdict {
            Verdict::Worked => ("It worked", self.difference(found, "more")),
            Verdict::CostYou => ("It cost you", self.difference(found, "less")),
            Verdict::NoDifference => (
                "No difference worth having",
                "Whatever it did is less than what you said is worth having. More people would not change that"
                    .to_owned(),
            ),
            Verdict::CannotTellYet => (
                "Cannot tell yet",
                match found.and_then(|found| found.more_people) {
                    Some(more) => format!(
                        "About {more} more customers are needed. The difference could still be chance"
                    ),
                    None => "Too few people ordered to tell".to_owned(),
                },
            ),
            Verdict::StillCounting if self.needs_orders => (
                "Still counting",
                format!("The days are over. Import the orders up to {} to see the answer", self.closes),
            ),
            Verdict::StillCounting => (
                "Still counting",
                format!(
                    "Day {} of {}. Orders are counted until {}; an early look would mislead",
                    self.day, self.days, self.closes
                ),
            ),
            Verdict::NotMeasured(why) => (
                "Not measured",
                match why {
                    WhyNot::Nobody => "Nobody was meant".to_owned(),
                    WhyNot::NobodyHeldBack => format!(
                        "Nobody was held back, so there is nothing to compare with. {} people ordered \
                         afterwards; some would have anyway",
                        first.buyers
                    ),
                    WhyNot::EverybodyHeldBack => {
                        "Everybody was held back, so nobody got it".to_owned()
                    }
                    WhyNot::BrokenSplit => {
                        "The groups are not of the sizes that were drawn: something went wrong, and \
                         nothing can be read off them"
                            .to_owned()
                    }
                },
            ),
        };
        (title.to_owned(), sentence)
    }

    /// "3.19 EUR more per customer in 30 days. Very likely between 1.08 and 5.29".
    fn difference(&self, found: Option<&Comparison>, word: &str) -> String {
        let Some(found) = found else {
            return String::new();
        };
        let sign = if word == "less" { -1.0 } else { 1.0 };
        let ends = |range: Range| {
            let (one, other) = (range.low * sign, range.high * sign);
            (one.min(other), one.max(other))
        };
        match (found.by, found.revenue, found.orders) {
            (Some(Figure::Revenue), Some(revenue), _) => {
                let range = revenue.deciding();
                let (low, high) = ends(range);
                format!(
                    "{} {} {word} per customer in {} days. Very likely between {} and {}",
                    self.amount(range.likely * sign).text,
                    self.currency.code(),
                    self.days,
                    self.amount(low).text,
                    self.amount(high).text
                )
            }
            (_, _, Some(orders)) => {
                let range = orders.deciding();
                let (low, high) = ends(range);
                format!(
                    "{:.1} {word} orders from 100 customers in {} days. Very likely between {:.1} and \
                     {:.1}. Of money there are too few orders to tell",
                    range.likely * sign * 100.0,
                    self.days,
                    low * 100.0,
                    high * 100.0
                )
            }
            _ => String::new(),
        }
    }
}

fn of(reading: &Reading, which: impl Fn(Arm) -> bool) -> Vec<&Group> {
    let groups = reading.groups.iter();
    groups.filter(|group| which(group.arm)).collect()
}

fn view(verdict: Verdict) -> CampaignVerdict {
    match verdict {
        Verdict::Worked => CampaignVerdict::Worked,
        Verdict::CannotTellYet => CampaignVerdict::CannotTellYet,
        Verdict::NoDifference => CampaignVerdict::NoDifference,
        Verdict::CostYou => CampaignVerdict::CostYou,
        Verdict::StillCounting => CampaignVerdict::StillCounting,
        Verdict::NotMeasured(_) => CampaignVerdict::NotMeasured,
    }
}

/// The codes of a campaign in capital letters: everyone's own, or the one that all share.
fn codes_of(campaign: &Campaign, assigned: &[Assigned]) -> HashSet<String> {
    match &campaign.offer.codes {
        OfferCodes::None => HashSet::new(),
        OfferCodes::Shared { code } => HashSet::from([code.trim().to_uppercase()]),
        OfferCodes::Listed | OfferCodes::Made => assigned
            .iter()
            .filter(|one| !one.code.is_empty())
            .map(|one| one.code.to_uppercase())
            .collect(),
    }
}

/// The codes that an order carries, in capital letters.
fn codes_on(all: &Everyone, order: usize) -> impl Iterator<Item = String> + '_ {
    let text = all.facts.codes.name(order);
    text.split([',', ';'])
        .map(|code| code.trim().to_uppercase())
        .filter(|code| !code.is_empty())
}

fn code_use(
    all: &Everyone,
    campaign: &Campaign,
    assigned: &[Assigned],
    since: Timestamp,
    person: impl Fn(&Assigned) -> CustomerId,
) -> Option<CampaignCodeUse> {
    let codes = codes_of(campaign, assigned);
    if codes.is_empty() {
        return None;
    }
    let owners: std::collections::HashMap<String, i64> = assigned
        .iter()
        .filter(|one| !one.code.is_empty())
        .map(|one| (one.code.to_uppercase(), person(one).0))
        .collect();
    let facts = &all.facts;
    let start = facts.placed_at.partition_point(|at| *at < since);
    let mut used = HashSet::new();
    let (mut orders, mut by_others) = (0, 0);
    for order in start..facts.len() {
        let found = codes_on(all, order).find(|code| codes.contains(code));
        let Some(code) = found.filter(|_| counts(facts.flags[order])) else {
            continue;
        };
        orders += 1;
        let buyer = facts.customer_ids.get(facts.customer[order] as usize);
        if let Some(owner) = owners.get(&code) {
            by_others += u32::from(buyer != Some(owner));
        }
        used.insert(code);
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some(CampaignCodeUse {
        given: count(codes.len()),
        used: count(used.len()),
        orders,
        by_others,
    })
}

fn attribution(
    all: &Everyone,
    campaign: &Campaign,
    assigned: &[Assigned],
    since: Timestamp,
    person: impl Fn(&Assigned) -> CustomerId,
) -> CampaignAttribution {
    let days = campaign.record.settings.attribution_days;
    let codes = codes_of(campaign, assigned);
    let reached = |one: &&Assigned| matches!(one.state, OutboxState::Sent | OutboxState::Uncertain);
    let received: Vec<Received> = assigned
        .iter()
        .filter(reached)
        .filter_map(|one| {
            Some(Received {
                person: person(one).0,
                at: one.body_at?,
            })
        })
        .collect();
    let facts = &all.facts;
    let currency = facts.currency_index(all.currency);
    let start = facts.placed_at.partition_point(|at| *at < since);
    let orders: Vec<LaterOrder> = (start..facts.len())
        .filter(|order| counts(facts.flags[*order]) && Some(facts.currency[*order]) == currency)
        .map(|order| LaterOrder {
            person: facts
                .customer_ids
                .get(facts.customer[order] as usize)
                .copied(),
            at: facts.placed_at[order],
            revenue_minor: facts.goods[order],
            has_code: !codes.is_empty() && codes_on(all, order).any(|code| codes.contains(&code)),
        })
        .collect();
    let found = measure::attribute(&received, &orders, days.into());
    CampaignAttribution {
        days,
        code_orders: found.with_code.orders,
        code_revenue: Amount::new(found.with_code.revenue_minor, all.currency),
        later_orders: found.within_days.orders,
        later_revenue: Amount::new(found.within_days.revenue_minor, all.currency),
        words: "Orders that came after the mail. Some would have come without it, so this is always too much"
            .to_owned(),
    }
}

fn notes(assigned: &[Assigned], reading: &Reading) -> Vec<String> {
    let mut notes = Vec::new();
    let got = assigned.iter().filter(|one| one.part != Part::Held);
    let missed = got
        .filter(|one| matches!(one.state, OutboxState::Failed | OutboxState::Skipped))
        .count();
    if missed > 0 {
        notes.push(format!(
            "{missed} who did not get it after all count as “got it”. Leaving them out would make the result look better than it is"
        ));
    }
    if let Some(whole) = &reading.whole
        && whole.revenue.is_some_and(|revenue| revenue.is_adjusted())
    {
        notes.push(
            "What both groups bought before is allowed for: it explains a part of the difference"
                .to_owned(),
        );
    }
    notes
}
