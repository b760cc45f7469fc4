//! What a programme has to keep to, and what is said of one that does not.

use std::collections::BTreeSet;

use pannier_core::{Currency, Money};

use super::{
    Earning, Expiry, FactorWhen, Gives, MOST_PARTS, MOST_POINTS, Pick, Programme, Reward,
    TierWindow,
};

/// What is wrong with a programme. Rules, tiers and rewards are named by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgrammeError {
    /// Not the text of a programme.
    #[error("This is not a programme: {0}")]
    NotAProgramme(String),
    /// Amounts of another currency than the shop's.
    #[error("The programme counts in {programme}, the shop in {shop}. Use {shop}")]
    OtherCurrency {
        /// The programme's.
        programme: Currency,
        /// The shop's.
        shop: Currency,
    },
    /// Nothing earns points.
    #[error("Add at least one rule that earns points")]
    NoRule,
    /// Points buy nothing.
    #[error("Add at least one reward that points buy")]
    NoReward,
    /// More rules, tiers, factors or rewards than anybody can keep in mind.
    #[error("There are more than {MOST_PARTS} {0}. Take some out")]
    TooMany(&'static str),
    /// Two parts with one number, or a number 0.
    #[error("Two {0} have the same number, or one has none. Number them from 1")]
    Numbers(&'static str),
    /// No points, or fewer.
    #[error("{part} {id} gives {points} points. Give 1 or more")]
    FewPoints {
        /// “Rule”, “Tier” …
        part: &'static str,
        /// Its number.
        id: u32,
        /// What it says.
        points: i64,
    },
    /// More points than can be counted safely.
    #[error("{part} {id} has more points than can be counted. Stay below 9,007,199,254,740,992")]
    ManyPoints {
        /// “Rule”, “Reward” …
        part: &'static str,
        /// Its number.
        id: u32,
    },
    /// An amount below 0.
    #[error("{part} {id} has an amount below 0")]
    NegativeAmount {
        /// “Rule”, “Reward” …
        part: &'static str,
        /// Its number.
        id: u32,
    },
    /// Points for each nothing.
    #[error("Rule {0} gives points for each amount of 0. Give an amount over 0")]
    EachNothing(u32),
    /// An order cannot be both.
    #[error("Rule {0} is for orders that are both over and under its amounts. Raise the upper one")]
    EmptyRange(u32),
    /// An order before the second, or 0.
    #[error("Rule {0} is for an order before the second. Use 2 or more, or “the first order”")]
    Nth(u32),
    /// A product, category, tag or vendor without a name.
    #[error("A rule or exclusion names no product. Give a name or a SKU")]
    NoPick,
    /// Less than without, or nothing.
    #[error(
        "A factor of {0} % gives no more points than without. Use over 100 %, at most 10,000 %"
    )]
    Factor(u32),
    /// Ends before it begins.
    #[error("A factor ends before it begins")]
    EmptyDays,
    /// A cap of nothing.
    #[error("A cap of {0} points lets nothing be earned. Use 1 or more, or leave it out")]
    Cap(i64),
    /// A day may earn more than its month.
    #[error("The cap of a day is higher than that of a month")]
    CapsCrossed,
    /// No tier, or over no time.
    #[error("Tiers need at least one tier, and a time of 1 month or more")]
    TierTime,
    /// Two tiers for the same, or one that takes less than the one below it.
    #[error("Tiers {lower} and {upper} overlap. Each has to take more than the one before")]
    TiersOverlap {
        /// The tier that stands first.
        lower: u32,
        /// The one after it.
        upper: u32,
    },
    /// A tier that takes nothing, has no name, or gives less than none.
    #[error("Tier {0} needs a name, an amount over 0, and 100 % or more")]
    Tier(u32),
    /// A reward that is not there.
    #[error(
        "Tier {tier} gives reward {reward}, which the programme does not have. Add that reward first"
    )]
    EntryReward {
        /// The tier.
        tier: u32,
        /// The number of the reward.
        reward: u32,
    },
    /// Over 100, or nothing.
    #[error("Reward {id} takes {percent} % off. Use 1 to 100")]
    Percent {
        /// The reward.
        id: u32,
        /// What it says.
        percent: u32,
    },
    /// An amount of 0 off, or a product without a name.
    #[error("Reward {0} gives nothing")]
    GivesNothing(u32),
    /// More than the order that it is used on.
    #[error(
        "Reward {id} is worth {worth}, more than an order of {order} it can be used on. Ask for a larger order or give less"
    )]
    WorthMoreThanOrder {
        /// The reward.
        id: u32,
        /// What it is worth.
        worth: Money,
        /// The least order that it can be used on.
        order: Money,
    },
    /// Valid for no day, or for no person.
    #[error("Reward {0} can never be used. Allow at least one day, and one time")]
    NeverUsable(u32),
    /// Over no time.
    #[error("Points cannot expire after 0 months. Use 1 or more, or let them stay")]
    NoMonths,
    /// More months than anybody plans for.
    #[error("{0} is too long a time. Use at most 1,200 months, or 36,500 days")]
    TooLong(u32),
    /// After all points of that time are gone.
    #[error(
        "Members would be told {days} days before points go that live only {months} months. Tell them later"
    )]
    WarningTooEarly {
        /// Days of warning.
        days: u32,
        /// Months that points live.
        months: u32,
    },
}

type Checked = Result<(), ProgrammeError>;

/// The most months and days that anything lasts.
const MOST_MONTHS: u32 = 1_200;
const MOST_DAYS: u32 = 36_500;

impl Programme {
    /// Whether it makes sense in a shop of that currency.
    ///
    /// # Errors
    /// [`ProgrammeError`] says the first thing that does not.
    pub fn check(&self, shop: Currency) -> Checked {
        if self.currency != shop {
            return Err(ProgrammeError::OtherCurrency {
                programme: self.currency,
                shop,
            });
        }
        if self.rules.is_empty() {
            return Err(ProgrammeError::NoRule);
        }
        if !self.rewards.iter().any(|reward| reward.costs > 0) {
            return Err(ProgrammeError::NoReward);
        }
        few("rules", self.rules.len())?;
        few("rewards", self.rewards.len())?;
        few("factors", self.factors.len())?;
        few("exclusions", self.exclusions.products.len())?;
        numbered("rules", self.rules.iter().map(|rule| rule.id))?;
        numbered("rewards", self.rewards.iter().map(|reward| reward.id))?;
        for rule in &self.rules {
            check_rule(rule.id, &rule.earns)?;
        }
        for pick in &self.exclusions.products {
            check_pick(pick)?;
        }
        self.check_factors()?;
        self.check_caps()?;
        self.check_tiers()?;
        for reward in &self.rewards {
            self.check_reward(reward)?;
        }
        if self.pending_days > MOST_DAYS {
            return Err(ProgrammeError::TooLong(self.pending_days));
        }
        check_expiry(self.expiry)
    }

    fn check_factors(&self) -> Checked {
        for factor in &self.factors {
            if !(101..=10_000).contains(&factor.percent) {
                return Err(ProgrammeError::Factor(factor.percent));
            }
            if let FactorWhen::Days { from, until } = factor.when
                && from >= until
            {
                return Err(ProgrammeError::EmptyDays);
            }
        }
        Ok(())
    }

    fn check_caps(&self) -> Checked {
        for cap in [self.caps.per_day, self.caps.per_month]
            .into_iter()
            .flatten()
        {
            if !(1..=MOST_POINTS).contains(&cap) {
                return Err(ProgrammeError::Cap(cap));
            }
        }
        match (self.caps.per_day, self.caps.per_month) {
            (Some(day), Some(month)) if day > month => Err(ProgrammeError::CapsCrossed),
            _ => Ok(()),
        }
    }

    fn check_tiers(&self) -> Checked {
        let Some(plan) = &self.tiers else {
            return Ok(());
        };
        few("tiers", plan.tiers.len())?;
        numbered("tiers", plan.tiers.iter().map(|tier| tier.id))?;
        let has_time = match plan.over {
            TierWindow::Rolling { months } => (1..=MOST_MONTHS).contains(&months),
            TierWindow::CalendarYear => true,
        };
        if plan.tiers.is_empty() || !has_time {
            return Err(ProgrammeError::TierTime);
        }
        if plan.grace_days > MOST_DAYS {
            return Err(ProgrammeError::TooLong(plan.grace_days));
        }
        for tier in &plan.tiers {
            if tier.name.trim().is_empty()
                || tier.from <= 0
                || !(100..=10_000).contains(&tier.percent)
            {
                return Err(ProgrammeError::Tier(tier.id));
            }
            if tier.entry_points != 0 {
                check_points("Tier", tier.id, tier.entry_points)?;
            }
            if let Some(reward) = tier.entry_reward
                && self.reward(reward).is_none()
            {
                let tier = tier.id;
                return Err(ProgrammeError::EntryReward { tier, reward });
            }
        }
        for pair in plan.tiers.windows(2) {
            if pair[0].from >= pair[1].from {
                return Err(ProgrammeError::TiersOverlap {
                    lower: pair[0].id,
                    upper: pair[1].id,
                });
            }
        }
        Ok(())
    }

    fn check_reward(&self, reward: &Reward) -> Checked {
        let id = reward.id;
        if reward.costs != 0 {
            check_points("Reward", id, reward.costs)?;
        }
        let worth = match &reward.gives {
            Gives::PercentOff { percent, at_most } => {
                if !(1..=100).contains(percent) {
                    let percent = *percent;
                    return Err(ProgrammeError::Percent { id, percent });
                }
                if at_most.is_some_and(|most| most <= 0) {
                    return Err(ProgrammeError::GivesNothing(id));
                }
                None
            }
            Gives::AmountOff { amount } => Some(*amount),
            Gives::GiftCard { amount } if *amount <= 0 => {
                return Err(ProgrammeError::GivesNothing(id));
            }
            Gives::FreeProduct { name, .. } if name.trim().is_empty() => {
                return Err(ProgrammeError::GivesNothing(id));
            }
            Gives::FreeProduct { worth, .. } => *worth,
            // A gift card takes nothing off the order that it comes with.
            Gives::FreeShipping | Gives::GiftCard { .. } => None,
        };
        let terms = &reward.terms;
        if terms.minimum_order.is_some_and(|least| least < 0) {
            let part = "Reward";
            return Err(ProgrammeError::NegativeAmount { part, id });
        }
        if let Some(worth) = worth {
            if worth <= 0 {
                return Err(ProgrammeError::GivesNothing(id));
            }
            let order = terms.minimum_order.unwrap_or(0);
            if worth > order {
                return Err(ProgrammeError::WorthMoreThanOrder {
                    id,
                    worth: Money::new(worth, self.currency),
                    order: Money::new(order, self.currency),
                });
            }
        }
        let limits = [terms.valid_days, terms.per_person, terms.in_all];
        if limits.contains(&Some(0)) {
            return Err(ProgrammeError::NeverUsable(id));
        }
        match terms.valid_days {
            Some(days) if days > MOST_DAYS => Err(ProgrammeError::TooLong(days)),
            _ => Ok(()),
        }
    }
}

fn few(what: &'static str, count: usize) -> Checked {
    if count > MOST_PARTS {
        return Err(ProgrammeError::TooMany(what));
    }
    Ok(())
}

fn numbered(what: &'static str, ids: impl Iterator<Item = u32>) -> Checked {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id == 0 || !seen.insert(id) {
            return Err(ProgrammeError::Numbers(what));
        }
    }
    Ok(())
}

fn check_points(part: &'static str, id: u32, points: i64) -> Checked {
    if points <= 0 {
        return Err(ProgrammeError::FewPoints { part, id, points });
    }
    if points > MOST_POINTS {
        return Err(ProgrammeError::ManyPoints { part, id });
    }
    Ok(())
}

fn check_rule(id: u32, earns: &Earning) -> Checked {
    let part = "Rule";
    let amount = |amount: i64| match amount {
        0.. => Ok(()),
        _ => Err(ProgrammeError::NegativeAmount { part, id }),
    };
    match earns {
        Earning::PerOrder {
            points,
            from,
            below,
        } => {
            check_points(part, id, *points)?;
            amount(*from)?;
            if below.is_some_and(|below| below <= *from) {
                return Err(ProgrammeError::EmptyRange(id));
            }
        }
        Earning::PerAmount {
            points, each, from, ..
        } => {
            check_points(part, id, *points)?;
            amount(*from)?;
            if *each <= 0 {
                return Err(ProgrammeError::EachNothing(id));
            }
        }
        Earning::PerItem { points, of } => {
            check_points(part, id, *points)?;
            check_pick(of)?;
        }
        Earning::FirstOrder { points, from } => {
            check_points(part, id, *points)?;
            amount(*from)?;
        }
        Earning::NthOrder { points, nth, .. } => {
            check_points(part, id, *points)?;
            if *nth < 2 {
                return Err(ProgrammeError::Nth(id));
            }
        }
        Earning::Joining { points } | Earning::Birthday { points } => {
            check_points(part, id, *points)?;
        }
        Earning::Referral {
            points,
            friend_points,
            from,
        } => {
            check_points(part, id, *points)?;
            if *friend_points != 0 {
                check_points(part, id, *friend_points)?;
            }
            amount(*from)?;
        }
    }
    Ok(())
}

fn check_pick(pick: &Pick) -> Checked {
    let (Pick::Product(word) | Pick::Category(word) | Pick::Tag(word) | Pick::Vendor(word)) = pick;
    if word.trim().is_empty() {
        return Err(ProgrammeError::NoPick);
    }
    Ok(())
}

fn check_expiry(expiry: Expiry) -> Checked {
    let (Expiry::AfterEarning {
        months,
        warning_days,
    }
    | Expiry::WithoutOrder {
        months,
        warning_days,
    }) = expiry
    else {
        return Ok(());
    };
    if months == 0 {
        return Err(ProgrammeError::NoMonths);
    }
    if months > MOST_MONTHS {
        return Err(ProgrammeError::TooLong(months));
    }
    // The shortest month has 28 days.
    if warning_days > months.saturating_mul(28) {
        return Err(ProgrammeError::WarningTooEarly {
            days: warning_days,
            months,
        });
    }
    Ok(())
}
