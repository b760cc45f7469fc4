//! A reading of a campaign in words and figures, as views carry them.

use pannier_core::Currency;
use pannier_measure::{Arm, Comparison, Figure, Group, Range, Reading, Side, Verdict, WhyNot};

use crate::{
    campaigns::measure::rounded,
    views::{
        Amount, CampaignComparison, CampaignGroup, CampaignVerdict, MoneyRange, OrdersRange,
        SaidValue,
    },
};

/// How a reading is said.
pub(super) struct Saying {
    pub(super) currency: Currency,
    pub(super) days: u16,
    pub(super) day: u16,
    pub(super) closes: String,
    pub(super) needs_orders: bool,
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

    pub(super) fn main(&self, reading: &Reading) -> CampaignComparison {
        let got: Vec<&Group> = of(reading, |arm| arm != Arm::HeldBack);
        let held: Vec<&Group> = of(reading, |arm| arm == Arm::HeldBack);
        self.comparison(
            reading.verdict,
            reading.whole.as_ref(),
            self.group("Got it", &got),
            self.group("Held back", &held),
        )
    }

    pub(super) fn mails(&self, reading: &Reading) -> Option<CampaignComparison> {
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
        let (sentence, values) = self.words(verdict, found, &first);
        CampaignComparison {
            verdict: view(verdict),
            title: words_of(view(verdict)).to_owned(),
            sentence,
            values,
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
            more_people: found.and_then(|found| found.more_people).map(roughly),
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
    ) -> (String, Vec<SaidValue>) {
        let plain = |words: &str| (words.to_owned(), Vec::new());
        let closes = || SaidValue::Day {
            day: self.closes.clone(),
        };
        match verdict {
            Verdict::Worked => self.difference(found, "more"),
            Verdict::CostYou => self.difference(found, "less"),
            Verdict::NoDifference => plain(
                "Whatever it did is less than what you said is worth having. More people would not change that",
            ),
            Verdict::CannotTellYet => match found.and_then(|found| found.more_people) {
                Some(more) => (
                    "About {0} more customers are needed. The difference could still be chance"
                        .to_owned(),
                    vec![SaidValue::Count {
                        count: roughly(more),
                    }],
                ),
                None => plain("Too few people ordered to tell"),
            },
            Verdict::StillCounting if self.needs_orders => (
                "The days are over. Import the orders up to {0} to see the answer".to_owned(),
                vec![closes()],
            ),
            Verdict::StillCounting => (
                format!(
                    "Day {} of {}. Orders are counted until {{0}}; an early look would mislead",
                    self.day, self.days
                ),
                vec![closes()],
            ),
            Verdict::NotMeasured(WhyNot::Nobody) => plain("Nobody was meant"),
            Verdict::NotMeasured(WhyNot::NobodyHeldBack) => (
                "Nobody was held back, so there is nothing to compare with. {0} people ordered \
                 afterwards; some would have anyway"
                    .to_owned(),
                vec![SaidValue::Count {
                    count: first.buyers,
                }],
            ),
            Verdict::NotMeasured(WhyNot::EverybodyHeldBack) => {
                plain("Everybody was held back, so nobody got it")
            }
            Verdict::NotMeasured(WhyNot::BrokenSplit) => plain(
                "The groups are not of the sizes that were drawn: something went wrong, and \
                 nothing can be read off them",
            ),
        }
    }

    /// "€3.19 more per customer in 30 days. Very likely between €1.08 and €5.29".
    fn difference(&self, found: Option<&Comparison>, word: &str) -> (String, Vec<SaidValue>) {
        let Some(found) = found else {
            return (String::new(), Vec::new());
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
                let amounts = [range.likely * sign, low, high];
                (
                    format!(
                        "{{0}} {word} per customer in {} days. Very likely between {{1}} and {{2}}",
                        self.days
                    ),
                    amounts
                        .map(|minor| SaidValue::Amount {
                            amount: self.amount(minor),
                        })
                        .into(),
                )
            }
            (_, _, Some(orders)) => {
                let range = orders.deciding();
                let (low, high) = ends(range);
                let numbers = [range.likely * sign, low, high];
                (
                    format!(
                        "{{0}} {word} orders from 100 customers in {} days. Very likely between {{1}} \
                         and {{2}}. Of money there are too few orders to tell",
                        self.days
                    ),
                    numbers
                        .map(|each| SaidValue::Decimal {
                            number: each * 100.0,
                        })
                        .into(),
                )
            }
            _ => (String::new(), Vec::new()),
        }
    }
}

fn of(reading: &Reading, which: impl Fn(Arm) -> bool) -> Vec<&Group> {
    let groups = reading.groups.iter();
    groups.filter(|group| which(group.arm)).collect()
}

pub(super) fn view(verdict: Verdict) -> CampaignVerdict {
    match verdict {
        Verdict::Worked => CampaignVerdict::Worked,
        Verdict::CannotTellYet => CampaignVerdict::CannotTellYet,
        Verdict::NoDifference => CampaignVerdict::NoDifference,
        Verdict::CostYou => CampaignVerdict::CostYou,
        Verdict::StillCounting => CampaignVerdict::StillCounting,
        Verdict::NotMeasured(_) => CampaignVerdict::NotMeasured,
    }
}

/// A verdict in a few words.
pub(super) fn words_of(verdict: CampaignVerdict) -> &'static str {
    match verdict {
        CampaignVerdict::Worked => "It worked",
        CampaignVerdict::CannotTellYet => "Cannot tell yet",
        CampaignVerdict::NoDifference => "No difference worth having",
        CampaignVerdict::CostYou => "It cost you",
        CampaignVerdict::StillCounting => "Still counting",
        CampaignVerdict::NotMeasured => "Not measured",
    }
}

/// A number that is an estimate, to two digits and rounded up: more of them would say too much.
fn roughly(number: u64) -> u32 {
    let mut unit = 1;
    while number / unit >= 100 {
        unit *= 10;
    }
    u32::try_from(number.div_ceil(unit) * unit).unwrap_or(u32::MAX)
}
