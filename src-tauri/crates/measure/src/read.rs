//! A campaign, read.

use crate::{
    adjust::less_explained,
    group::{Arm, Group, Person, float, wide},
    normal::Z_975,
    range::Range,
    score::{self, Counts},
    sizes::Z_80,
    split::{chance_of_split, is_broken},
    sums::Sums,
    verdict::{Figure, Verdict, WhyNot},
};

/// From this part on of the scatter that past orders explain, the difference that allows for them
/// decides: below, it would say the same in more words.
const WORTH_ADJUSTING: f64 = 0.1;

/// What was set before anything was sent, and whether the window has closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The part of the people that was to be held back, from 0 (nobody) to 1.
    pub held_share: f64,
    /// Of those not held back, the part that was to get each content, by its number: `[1.0]` for
    /// one, `[0.5, 0.5]` for two halves.
    pub contents: Vec<f64>,
    /// The smallest difference worth having, as a share of what the people compared with did a
    /// customer: 0.1 is 10 %.
    pub smallest: f64,
    /// Whether the window has closed. Until then no difference and no interval is given.
    pub is_closed: bool,
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Those held back.
    HeldBack,
    /// Everybody else, whatever the content.
    Got,
    /// Those drawn for one of several contents.
    Content(u8),
}

impl Side {
    fn has(self, person: &Person) -> bool {
        match self {
            Self::HeldBack => person.arm == Arm::HeldBack,
            Self::Got => person.arm != Arm::HeldBack,
            Self::Content(content) => person.arm == Arm::Got(content),
        }
    }
}

/// By how much one figure a customer is ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// As it was found.
    pub plain: Range,
    /// Allowing for what both sides bought before the draw; nothing where nobody bought anything
    /// then.
    pub adjusted: Option<Range>,
    /// The part of the scatter that orders before explain, from 0 to 1.
    pub explained: f64,
}

impl Estimate {
    /// Whether the adjusted difference decides: where orders before explain at least a tenth of the
    /// scatter.
    pub fn is_adjusted(&self) -> bool {
        self.adjusted.is_some() && self.explained >= WORTH_ADJUSTING
    }

    /// The interval that a verdict is read off.
    pub fn deciding(&self) -> Range {
        self.adjusted
            .filter(|_| self.is_adjusted())
            .unwrap_or(self.plain)
    }
}

/// Two sides beside each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The side that is ahead where a difference is above zero.
    pub of: Side,
    /// The side that it is compared with.
    pub against: Side,
    /// What can be said.
    pub verdict: Verdict,
    /// The figure that it is read off; nothing where too few ordered.
    pub by: Option<Figure>,
    /// Revenue a customer in minor units; nothing where there are too few orders to tell.
    pub revenue: Option<Estimate>,
    /// Orders a customer; nothing where there are too few to tell.
    pub orders: Option<Estimate>,
    /// The part that ordered; nothing where there are too few to tell.
    pub buyers: Option<Estimate>,
    /// Revenue of all of the first side that there would not have been, in minor units.
    pub extra_revenue: Option<Range>,
    /// Where it cannot be told yet: about so many more people, over both sides, to see the smallest
    /// difference worth having in four cases of five. Nothing where nobody ordered.
    pub more_people: Option<u64>,
}

/// Everything that is said of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What can be said of the whole: everybody who was not held back, beside those who were.
    pub verdict: Verdict,
    /// What each group did so far: those held back first, where there are any, then by content.
    pub groups: Vec<Group>,
    /// The chance that a fair draw gives groups of sizes so far from what was set.
    pub chance_of_split: f64,
    /// What the verdict is read off; nothing before the window closes or where nothing is measured.
    pub whole: Option<Comparison>,
    /// Each of several contents beside those held back.
    pub contents: Vec<Comparison>,
    /// Each of several contents beside each one before it. These need nobody held back.
    pub between: Vec<Comparison>,
}

/// Reads a campaign: everybody as they were drawn, with what they bought within the window.
pub fn read(people: &[Person], terms: &Terms) -> Reading {
    let groups = groups(people, terms);
    let chance = chance(&groups, terms);
    let mut reading = Reading {
        verdict: Verdict::StillCounting,
        groups,
        chance_of_split: chance,
        whole: None,
        contents: Vec::new(),
        between: Vec::new(),
    };
    let held = people.iter().filter(|one| Side::HeldBack.has(one)).count();
    let why = if people.is_empty() {
        Some(WhyNot::Nobody)
    } else if is_broken(chance) {
        Some(WhyNot::BrokenSplit)
    } else if held == people.len() {
        Some(WhyNot::EverybodyHeldBack)
    } else if held == 0 {
        Some(WhyNot::NobodyHeldBack)
    } else {
        None
    };
    if let Some(why) = why {
        reading.verdict = Verdict::NotMeasured(why);
    }
    let is_comparable = matches!(why, None | Some(WhyNot::NobodyHeldBack));
    if !terms.is_closed || !is_comparable {
        return reading;
    }
    let compare = |of, against| compare(people, of, against, terms.smallest);
    let contents: Vec<Side> = reading
        .groups
        .iter()
        .filter_map(|group| match group.arm {
            Arm::Got(content) => Some(Side::Content(content)),
            Arm::HeldBack => None,
        })
        .collect();
    if why.is_none() {
        let whole = compare(Side::Got, Side::HeldBack);
        reading.verdict = whole.verdict;
        reading.whole = Some(whole);
    }
    if contents.len() > 1 {
        if why.is_none() {
            let each = contents.iter().map(|side| compare(*side, Side::HeldBack));
            reading.contents = each.collect();
        }
        for (index, later) in contents.iter().enumerate() {
            for earlier in &contents[..index] {
                reading.between.push(compare(*later, *earlier));
            }
        }
    }
    reading
}

/// The groups that were to be drawn and those that people are in.
fn groups(people: &[Person], terms: &Terms) -> Vec<Group> {
    let mut arms: Vec<Arm> = people.iter().map(|person| person.arm).collect();
    arms.sort_unstable();
    arms.dedup();
    for (index, share) in terms.contents.iter().enumerate() {
        if let Ok(content) = u8::try_from(index)
            && *share > 0.0
            && terms.held_share < 1.0
        {
            arms.push(Arm::Got(content));
        }
    }
    if terms.held_share > 0.0 {
        arms.push(Arm::HeldBack);
    }
    arms.sort_unstable();
    arms.dedup();
    arms.into_iter()
        .map(|arm| Group::of(arm, people.iter().filter(|person| person.arm == arm)))
        .collect()
}

fn chance(groups: &[Group], terms: &Terms) -> f64 {
    let whole: f64 = terms.contents.iter().sum();
    let share = |arm: Arm| match arm {
        Arm::HeldBack => terms.held_share,
        Arm::Got(content) => {
            let part = terms.contents.get(usize::from(content));
            (1.0 - terms.held_share) * part.copied().unwrap_or(0.0) / whole.max(f64::MIN_POSITIVE)
        }
    };
    let counts: Vec<u32> = groups.iter().map(|group| group.people).collect();
    let shares: Vec<f64> = groups.iter().map(|group| share(group.arm)).collect();
    chance_of_split(&counts, &shares)
}

/// One figure of both sides, and what it was before.
struct Columns<'a> {
    people: &'a [(&'a Person, bool)],
    before: [Vec<f64>; 2],
}

impl Columns<'_> {
    fn estimate(&self, figure: impl Fn(&Person) -> f64, counts: Counts) -> Option<Estimate> {
        let values: Vec<f64> = self
            .people
            .iter()
            .map(|(person, _)| figure(person))
            .collect();
        let plain = score::of_sums(
            &self.side(&values, true),
            &self.side(&values, false),
            counts,
        )?;
        let has_before = self.before.iter().flatten().any(|value| *value != 0.0);
        let (adjusted, explained) = if has_before {
            let known: Vec<&[f64]> = self.before.iter().map(Vec::as_slice).collect();
            let rest = less_explained(&values, &known);
            let left = self.scatter(&rest) / self.scatter(&values);
            let left = if left.is_finite() { left.min(1.0) } else { 1.0 };
            let ahead = self.side(&rest, true).mean() - self.side(&rest, false).mean();
            (Some(plain.moved(ahead, left.sqrt())), 1.0 - left)
        } else {
            (None, 0.0)
        };
        Some(Estimate {
            plain,
            adjusted,
            explained,
        })
    }

    /// People that it takes beyond those there are, in the same parts: (1.96 + 0.84)² × variance ×
    /// (1 ÷ n₁ + 1 ÷ n₀) ÷ effect² times as many, and at least so many that an interval is shown.
    /// `left` is what past orders leave of the variance.
    fn more_people(
        &self,
        figure: impl Fn(&Person) -> f64,
        counts: Counts,
        smallest: f64,
        left: f64,
    ) -> Option<u64> {
        let values: Vec<f64> = self.people.iter().map(|(one, _)| figure(one)).collect();
        let (had, held) = (self.side(&values, true), self.side(&values, false));
        let both = had.with(&held);
        let base = if held.first > 0.0 { held } else { both };
        let effect = smallest * base.mean();
        let for_any = score::times_for_any(&had, &held, counts)?;
        if effect <= 0.0 {
            return None;
        }
        let variance = both.variance() * left * (1.0 / had.people + 1.0 / held.people);
        let times = ((Z_975 + Z_80).powi(2) * variance / effect.powi(2)).max(for_any);
        let more = (both.people * (times - 1.0)).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within 1 and 2⁵³"
        )]
        (1.0..=wide(1 << 53)).contains(&more).then_some(more as u64)
    }

    fn side(&self, values: &[f64], is_first: bool) -> Sums {
        let of_side = values.iter().zip(self.people);
        Sums::of(
            of_side
                .filter(|(_, (_, first))| *first == is_first)
                .map(|(value, _)| *value),
        )
    }

    /// The sum of squares within the sides.
    fn scatter(&self, values: &[f64]) -> f64 {
        [true, false]
            .map(|is_first| {
                let side = self.side(values, is_first);
                side.variance() * (side.people - 1.0).max(0.0)
            })
            .iter()
            .sum()
    }
}

fn compare(people: &[Person], of: Side, against: Side, smallest: f64) -> Comparison {
    let both: Vec<(&Person, bool)> = people
        .iter()
        .filter(|person| of.has(person) || against.has(person))
        .map(|person| (person, of.has(person)))
        .collect();
    let columns = Columns {
        before: [
            both.iter()
                .map(|(one, _)| float(one.before.revenue_minor))
                .collect(),
            both.iter()
                .map(|(one, _)| f64::from(one.before.orders))
                .collect(),
        ],
        people: &both,
    };
    let [had, held] = [true, false].map(|is_first| {
        let side = both.iter().filter(|(_, first)| *first == is_first);
        Group::of(Arm::HeldBack, side.map(|(person, _)| *person))
    });
    let revenue = columns.estimate(|one| float(one.revenue_minor), Counts::Money);
    let orders = columns.estimate(|one| f64::from(one.orders), Counts::Orders);
    let buyers = columns.estimate(|one| f64::from(one.orders.min(1)), Counts::Orders);
    let (by, deciding, mean) = match (revenue, orders) {
        (Some(revenue), _) => (Some(Figure::Revenue), Some(revenue), held.revenue_each()),
        (None, Some(orders)) => (Some(Figure::Orders), Some(orders), held.orders_each()),
        (None, None) => (None, None, None),
    };
    let worth = smallest * mean.unwrap_or(0.0);
    let verdict = deciding.map_or(Verdict::CannotTellYet, |estimate| {
        said(estimate.deciding(), worth)
    });
    let left = deciding
        .filter(Estimate::is_adjusted)
        .map_or(1.0, |estimate| 1.0 - estimate.explained);
    let more_people = (verdict == Verdict::CannotTellYet)
        .then(|| match by {
            Some(Figure::Orders) => {
                columns.more_people(|one| f64::from(one.orders), Counts::Orders, smallest, left)
            }
            _ => columns.more_people(
                |one| float(one.revenue_minor),
                Counts::Money,
                smallest,
                left,
            ),
        })
        .flatten();
    Comparison {
        of,
        against,
        verdict,
        by,
        revenue,
        orders,
        buyers,
        extra_revenue: revenue.map(|found| found.deciding().times(f64::from(had.people))),
        more_people,
    }
}

fn said(range: Range, worth: f64) -> Verdict {
    if range.low > 0.0 {
        Verdict::Worked
    } else if range.high < 0.0 {
        Verdict::CostYou
    } else if range.low > -worth && range.high < worth {
        Verdict::NoDifference
    } else {
        Verdict::CannotTellYet
    }
}
