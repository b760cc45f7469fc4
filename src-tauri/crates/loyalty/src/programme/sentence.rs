//! A programme in sentences, as a shopkeeper would say it to a customer.

use std::fmt::Write as _;

use pannier_core::Money;

use super::{
    Earning, Expiry, Factor, FactorWhen, Gives, Pick, Programme, Reward, Rounding, Rule, Tier,
    TierMeasure, TierWindow,
};

/// `1 point`, `10 points`.
fn points(count: i64) -> String {
    counted(count, "point")
}

/// `1 month`, `24 months`.
fn counted(count: impl Into<i64>, noun: &str) -> String {
    match count.into() {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// `2nd`, `3rd`, `11th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn pick(pick: &Pick) -> String {
    match pick {
        Pick::Product(word) => format!("“{word}”"),
        Pick::Category(word) => format!("products of the category “{word}”"),
        Pick::Tag(word) => format!("products tagged “{word}”"),
        Pick::Vendor(word) => format!("products by “{word}”"),
    }
}

impl Programme {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    fn of_at_least(&self, from: i64) -> String {
        if from == 0 {
            String::new()
        } else {
            format!(" of {} or more", self.money(from))
        }
    }

    /// All of it, sentence by sentence.
    pub fn sentences(&self) -> Vec<String> {
        let mut all: Vec<String> = self.rules.iter().map(|rule| self.rule(rule)).collect();
        all.extend(self.factors.iter().map(factor));
        all.extend(self.cap_sentences());
        all.extend(self.exclusion_sentence());
        all.extend(self.tier_sentences());
        all.extend(
            self.rewards
                .iter()
                .map(|reward| self.reward_sentence(reward)),
        );
        if self.pending_days > 0 {
            let days = counted(self.pending_days, "day");
            all.push(format!("Points can be spent {days} after the order."));
        }
        all.push(self.expiry_sentence());
        if self.paused {
            all.push("Paused: orders earn nothing for now.".to_owned());
        } else {
            all.push("A refund takes back its share of the points of that order.".to_owned());
        }
        all
    }

    /// A rule as a sentence.
    pub fn rule(&self, rule: &Rule) -> String {
        match &rule.earns {
            Earning::PerOrder {
                points: count,
                from,
                below,
            } => {
                let count = points(*count);
                match (from, below) {
                    (0, None) => format!("{count} for every order."),
                    (0, Some(below)) => {
                        format!("{count} for every order under {}.", self.money(*below))
                    }
                    (from, None) => {
                        format!("{count} for every order of {} or more.", self.money(*from))
                    }
                    (from, Some(below)) => format!(
                        "{count} for every order of {} or more, under {}.",
                        self.money(*from),
                        self.money(*below)
                    ),
                }
            }
            Earning::PerAmount {
                points: count,
                each,
                rounding,
                from,
            } => {
                let rounding = match rounding {
                    Rounding::Down => "rounded down",
                    Rounding::Nearest => "rounded to the nearest point",
                    Rounding::Up => "rounded up",
                };
                let only = match from {
                    0 => String::new(),
                    from => format!(" in orders of {} or more", self.money(*from)),
                };
                format!(
                    "{} for each {} spent{only}, {rounding}.",
                    points(*count),
                    self.money(*each)
                )
            }
            Earning::PerItem { points: count, of } => {
                format!("{} for each piece of {}.", points(*count), pick(of))
            }
            Earning::FirstOrder {
                points: count,
                from,
            } => format!(
                "{} for the first order{}.",
                points(*count),
                self.of_at_least(*from)
            ),
            Earning::NthOrder {
                points: count,
                nth,
                again,
            } => {
                let which = if *again { "every" } else { "the" };
                format!("{} for {which} {} order.", points(*count), ordinal(*nth))
            }
            Earning::Joining { points: count } => format!("{} for joining.", points(*count)),
            Earning::Birthday { points: count } => format!(
                "{} on the birthday, for who ordered in the 365 days before.",
                points(*count)
            ),
            Earning::Referral {
                points: count,
                friend_points,
                from,
            } => {
                let friend = match friend_points {
                    0 => String::new(),
                    count => format!(", and {} for the friend", points(*count)),
                };
                format!(
                    "{} for bringing a friend, with the friend’s first order{}{friend}.",
                    points(*count),
                    self.of_at_least(*from)
                )
            }
        }
    }

    fn cap_sentences(&self) -> Vec<String> {
        [(self.caps.per_day, "day"), (self.caps.per_month, "month")]
            .into_iter()
            .filter_map(|(cap, time)| {
                cap.map(|cap| format!("At most {} a person and {time}.", points(cap)))
            })
            .collect()
    }

    fn exclusion_sentence(&self) -> Option<String> {
        let mut what: Vec<String> = self.exclusions.products.iter().map(pick).collect();
        if self.exclusions.discounted_items {
            what.push("discounted items".to_owned());
        }
        if what.is_empty() {
            return None;
        }
        Some(format!("Does not count: {}.", what.join(", ")))
    }

    fn tier_sentences(&self) -> Vec<String> {
        let Some(plan) = &self.tiers else {
            return Vec::new();
        };
        let over = match plan.over {
            TierWindow::Rolling { months } => {
                format!("within {}", counted(months, "month"))
            }
            TierWindow::CalendarYear => "in a calendar year".to_owned(),
        };
        let takes = |tier: &Tier| match plan.by {
            TierMeasure::Spend => format!("{} spent", self.money(tier.from)),
            TierMeasure::Points => format!("{} earned", points(tier.from)),
        };
        let mut all: Vec<String> = plan
            .tiers
            .iter()
            .map(|tier| {
                let more = match tier.percent {
                    100 => String::new(),
                    percent => format!(", {percent} % of all points"),
                };
                let reward = tier.entry_reward.and_then(|id| self.reward(id));
                let entry = match (tier.entry_points, reward) {
                    (0, None) => String::new(),
                    (count, None) => format!(", {} on reaching it", points(count)),
                    (0, Some(reward)) => format!(", {} on reaching it", self.gives(&reward.gives)),
                    (count, Some(reward)) => format!(
                        ", {} and {} on reaching it",
                        points(count),
                        self.gives(&reward.gives)
                    ),
                };
                format!("{} from {} {over}{more}{entry}.", tier.name, takes(tier))
            })
            .collect();
        if matches!(plan.over, TierWindow::CalendarYear) {
            all.push("A tier holds for the rest of the year and the next one.".to_owned());
        }
        if plan.grace_days > 0 {
            let days = counted(plan.grace_days, "day");
            all.push(format!("A tier is kept {days} longer."));
        }
        all
    }

    /// A reward with its price and its terms.
    pub fn reward_sentence(&self, reward: &Reward) -> String {
        let price = match reward.costs {
            0 => "A gift".to_owned(),
            costs => points(costs),
        };
        let mut text = format!("{price}: {}", self.gives(&reward.gives));
        let terms = &reward.terms;
        if let Some(least) = terms.minimum_order.filter(|least| *least > 0) {
            let _ = write!(text, ", on orders of {} or more", self.money(least));
        }
        if let Some(days) = terms.valid_days {
            let _ = write!(text, ", valid {}", counted(days, "day"));
        }
        if let Some(times) = terms.per_person {
            let _ = write!(text, ", at most {} a person", counted(times, "time"));
        }
        if let Some(times) = terms.in_all {
            let _ = write!(text, ", at most {} in all", counted(times, "time"));
        }
        text.push('.');
        text
    }

    /// What a reward gives, without its price: `25 % off one order, at most 40.00 EUR off`.
    pub fn gives(&self, gives: &Gives) -> String {
        match gives {
            Gives::PercentOff { percent, at_most } => {
                let most = at_most
                    .map(|most| format!(", at most {} off", self.money(most)))
                    .unwrap_or_default();
                format!("{percent} % off one order{most}")
            }
            Gives::AmountOff { amount } => format!("{} off one order", self.money(*amount)),
            Gives::FreeShipping => "free shipping of one order".to_owned(),
            Gives::FreeProduct { name, .. } => format!("{name} with one order"),
            Gives::GiftCard { amount } => format!("a gift card of {}", self.money(*amount)),
        }
    }

    fn expiry_sentence(&self) -> String {
        match self.expiry {
            Expiry::Never => "Points do not expire.".to_owned(),
            Expiry::AfterEarning { months, .. } => format!(
                "Points expire {} after they were earned, oldest first.",
                counted(months, "month")
            ),
            Expiry::WithoutOrder { months, .. } => {
                format!(
                    "Points expire after {} without an order.",
                    counted(months, "month")
                )
            }
        }
    }
}

fn factor(factor: &Factor) -> String {
    let percent = factor.percent;
    match &factor.when {
        FactorWhen::Days { from, until } => {
            let last = until.plus_days(-1);
            format!("{percent} % of all points from {from} to {last}.")
        }
        FactorWhen::Segment { name, .. } => {
            format!(
                "{percent} % of all points for those of the segment “{name}”, looked at weekly."
            )
        }
        FactorWhen::FrozenList { name, .. } => {
            format!("{percent} % of all points for those of the frozen list “{name}”.")
        }
    }
}
