//! Whether something worked, read off two groups that were drawn by chance.
//!
//! The groups are compared as they were drawn, whatever became of their people: orders and money a
//! person within a window that was set before. The difference of two means has a variance of
//! s₁² ÷ n₁ + s₀² ÷ n₀ (Welch), and its 95 % interval is 1.96 of its roots to each side.
//!
//! Money is skewed, and such an interval is only as good as there are buyers. Simulated with orders
//! of one to several a buyer, values lognormal with σ from 0.5 to 1.4, a tenth and four tenths of
//! the people buying, 4,000 times each with nothing changed: see [`LEAST_BUYERS_ORDERS`] and
//! [`least_buyers_money`] for the numbers of buyers from which 93 to 97 % of the intervals hold the
//! truth. Below these none is given.

use crate::{interval::float, quantiles::Z_975, ranges::Range};

/// Buyers that the smaller group has to have before orders a person are compared.
pub const LEAST_BUYERS_ORDERS: u32 = 30;

/// Below this probability a split is not what was drawn (p < 0.001, both sides).
const BROKEN: f64 = 3.290_526_731_491_926;

/// The 80 % point of the normal distribution: the power that a plan is made for.
const Z_80: f64 = 0.841_621_233_572_914;

/// Buyers that the smaller group has to have before money a person is compared: more where the
/// groups are of unequal size, since their skews do not cancel each other then.
pub fn least_buyers_money(share: f64) -> u32 {
    if (0.4..=0.6).contains(&share) {
        100
    } else {
        500
    }
}

/// What one group did within the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Arm {
    /// People who were drawn into it.
    pub people: u32,
    /// Those of them who ordered.
    pub buyers: u32,
    /// Their counted orders.
    pub orders: u64,
    /// The goods of these, in minor units.
    pub money: i64,
    order_squares: f64,
    money_squares: f64,
}

impl Arm {
    /// Takes a person in, with their counted orders and the goods of these in minor units.
    pub fn add(&mut self, orders: u32, money: i64) {
        self.people += 1;
        self.buyers += u32::from(orders > 0);
        self.orders += u64::from(orders);
        self.money = self.money.saturating_add(money);
        self.order_squares += f64::from(orders).powi(2);
        self.money_squares += float(money).powi(2);
    }

    fn orders_each(&self) -> Mean {
        let orders = i64::try_from(self.orders).unwrap_or(i64::MAX);
        Mean::of(self.people, float(orders), self.order_squares)
    }

    fn money_each(&self) -> Mean {
        Mean::of(self.people, float(self.money), self.money_squares)
    }

    /// Orders a person; 0 without people.
    pub fn mean_orders(&self) -> f64 {
        self.orders_each().value
    }

    /// Goods a person, in minor units; 0 without people.
    pub fn mean_money(&self) -> f64 {
        self.money_each().value
    }
}

/// A mean with the square of its standard error, and the variance of one person.
#[derive(Debug, Clone, Copy)]
struct Mean {
    value: f64,
    error: f64,
    variance: f64,
}

impl Mean {
    fn of(people: u32, sum: f64, squares: f64) -> Self {
        let n = f64::from(people);
        if people < 2 {
            return Self {
                value: if people == 0 { 0.0 } else { sum },
                error: 0.0,
                variance: 0.0,
            };
        }
        let mean = sum / n;
        let variance = ((squares - n * mean * mean) / (n - 1.0)).max(0.0);
        Self {
            value: mean,
            error: variance / n,
            variance,
        }
    }
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectVerdict {
    /// The window has not closed.
    StillCounting,
    /// The groups are not of the sizes that were drawn: nothing can be read off them.
    Broken,
    /// Too few people ordered.
    TooFew,
    /// More than without.
    More,
    /// Less than without.
    Less,
    /// Any difference is smaller than the smallest that is worth having.
    NoneWorthHaving,
    /// There may be a difference, and there may be none.
    CannotTell,
}

/// Which figure the verdict is read off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deciding {
    /// Goods a person.
    Money,
    /// Orders a person: there are too few buyers to trust an interval of money.
    Orders,
}

/// The two groups beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectRead {
    /// What can be said.
    pub verdict: EffectVerdict,
    /// What it is read off; nothing where nothing is.
    pub by: Option<Deciding>,
    /// By how many orders a person the first group is ahead.
    pub orders: Option<Range>,
    /// By how much goods a person, in minor units.
    pub money: Option<Range>,
    /// How many more people it would take, in all, to see the smallest effect worth having in four
    /// cases of five; nothing where there are enough, or where nobody ordered.
    pub more_people: Option<u64>,
}

/// Reads the group that had something beside the one that had it later, or not. `share` is the part
/// that was to be in the latter, `smallest` the smallest effect worth having as a share of orders a
/// person. Before the window closes there is no verdict and no interval.
pub fn read_effect(
    had: &Arm,
    held: &Arm,
    share: f64,
    smallest: f64,
    is_closed: bool,
) -> EffectRead {
    let nothing = |verdict| EffectRead {
        verdict,
        by: None,
        orders: None,
        money: None,
        more_people: None,
    };
    if !is_closed {
        return nothing(EffectVerdict::StillCounting);
    }
    if is_broken(had.people, held.people, share) {
        return nothing(EffectVerdict::Broken);
    }
    let more_people = more_people(had, held, share, smallest);
    let buyers = had.buyers.min(held.buyers);
    if buyers < LEAST_BUYERS_ORDERS {
        return EffectRead {
            more_people,
            ..nothing(EffectVerdict::TooFew)
        };
    }
    let orders = ahead(had.orders_each(), held.orders_each());
    let money =
        (buyers >= least_buyers_money(share)).then(|| ahead(had.money_each(), held.money_each()));
    let (by, deciding, worth) = match money {
        Some(money) => (Deciding::Money, money, smallest * held.mean_money()),
        None => (Deciding::Orders, orders, smallest * held.mean_orders()),
    };
    let verdict = if deciding.low > 0.0 {
        EffectVerdict::More
    } else if deciding.high < 0.0 {
        EffectVerdict::Less
    } else if deciding.low > -worth && deciding.high < worth {
        EffectVerdict::NoneWorthHaving
    } else {
        EffectVerdict::CannotTell
    };
    EffectRead {
        verdict,
        by: Some(by),
        orders: Some(orders),
        money,
        more_people: more_people.filter(|_| verdict == EffectVerdict::CannotTell),
    }
}

fn ahead(had: Mean, held: Mean) -> Range {
    let likely = had.value - held.value;
    let half = Z_975 * (had.error + held.error).sqrt();
    Range::new(likely - half, likely, likely + half)
}

/// Whether chance would hardly have made groups of these sizes (p < 0.001).
fn is_broken(had: u32, held: u32, share: f64) -> bool {
    let people = f64::from(had) + f64::from(held);
    let spread = (people * share * (1.0 - share)).sqrt();
    spread > 0.0 && ((f64::from(held) - people * share) / spread).abs() > BROKEN
}

/// People that it takes in all to see an effect of a share of orders a person in four cases of
/// five: (1.96 + 0.84)² × variance × (1 ÷ p + 1 ÷ (1 − p)) ÷ effect².
fn people_needed(variance: f64, effect: f64, share: f64) -> Option<u64> {
    if variance <= 0.0 || effect <= 0.0 || share <= 0.0 || share >= 1.0 {
        return None;
    }
    let spread = 1.0 / share + 1.0 / (1.0 - share);
    let people = (Z_975 + Z_80).powi(2) * variance * spread / effect.powi(2);
    u64::try_from(crate::interval::minor(people.ceil())).ok()
}

fn more_people(had: &Arm, held: &Arm, share: f64, smallest: f64) -> Option<u64> {
    let (one, other) = (had.orders_each(), held.orders_each());
    let people = u64::from(had.people) + u64::from(held.people);
    let weight = f64::from(had.people) / (f64::from(had.people) + f64::from(held.people)).max(1.0);
    let variance = weight * one.variance + (1.0 - weight) * other.variance;
    let effect = smallest
        * if held.orders > 0 {
            other.value
        } else {
            one.value
        };
    let needed = people_needed(variance, effect, share)?;
    needed.checked_sub(people).filter(|more| *more > 0)
}

/// The smallest effect, as a share of orders a person, that so many people would show in four cases
/// of five, from what these people ordered in a window before. Nothing where all ordered the same, or
/// nothing.
pub fn smallest_seen(before: &Arm, share: f64) -> Option<f64> {
    let each = before.orders_each();
    let (people, spread) = (f64::from(before.people), share * (1.0 - share));
    if each.variance <= 0.0 || each.value <= 0.0 || spread <= 0.0 {
        return None;
    }
    Some((Z_975 + Z_80) * (each.variance / (people * spread)).sqrt() / each.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many people, of whom a tenth order once, at prices from 20.00 to 60.00.
    fn arm(people: u32, of_ten: u32) -> Arm {
        let mut arm = Arm::default();
        for person in 0..people {
            let buys = person % 10 < of_ten;
            let money = 2_000 + i64::from(person * 7 % 41) * 100;
            arm.add(u32::from(buys), if buys { money } else { 0 });
        }
        arm
    }

    #[test]
    fn nothing_is_said_before_the_window_closes() {
        let read = read_effect(&arm(2_000, 5), &arm(2_000, 1), 0.5, 0.1, false);
        assert_eq!(read.verdict, EffectVerdict::StillCounting);
        assert_eq!((read.orders, read.money, read.by), (None, None, None));
    }

    #[test]
    fn groups_of_other_sizes_than_were_drawn_say_nothing() {
        let read = read_effect(&arm(2_000, 5), &arm(1_500, 1), 0.5, 0.1, true);
        assert_eq!(read.verdict, EffectVerdict::Broken);
        // 1,050 of 2,000 is 2.2 roots off: that is still chance.
        let read = read_effect(&arm(1_050, 5), &arm(950, 1), 0.5, 0.1, true);
        assert_eq!(read.verdict, EffectVerdict::More);
        let read = read_effect(&arm(9_000, 5), &arm(1_000, 1), 0.1, 0.1, true);
        assert_eq!(read.verdict, EffectVerdict::More, "a tenth was drawn");
    }

    #[test]
    fn money_decides_where_there_are_enough_buyers() {
        let read = read_effect(&arm(2_000, 3), &arm(2_000, 2), 0.5, 0.1, true);
        assert_eq!(
            (read.verdict, read.by),
            (EffectVerdict::More, Some(Deciding::Money))
        );
        let orders = read.orders.unwrap();
        // 0.3 − 0.2, and 1.96 × √((0.21 + 0.16) ÷ 2,000) to each side.
        assert!((orders.likely - 0.1).abs() < 1e-12);
        assert!((orders.high - 0.1 - 1.96 * (0.37_f64 / 1_999.0).sqrt()).abs() < 1e-5);
        let read = read_effect(&arm(400, 3), &arm(400, 2), 0.5, 0.1, true);
        assert_eq!((read.by, read.money), (Some(Deciding::Orders), None));
        let read = read_effect(&arm(200, 2), &arm(200, 1), 0.5, 0.1, true);
        assert_eq!((read.verdict, read.orders), (EffectVerdict::TooFew, None));
    }

    #[test]
    fn what_is_less_or_too_small_or_not_to_be_told_is_called_so() {
        let read = read_effect(&arm(2_000, 2), &arm(2_000, 3), 0.5, 0.1, true);
        assert_eq!(read.verdict, EffectVerdict::Less);
        let read = read_effect(&arm(2_000, 3), &arm(2_000, 3), 0.5, 0.2, true);
        assert_eq!(read.verdict, EffectVerdict::NoneWorthHaving);
        assert_eq!(read.more_people, None);
        let read = read_effect(&arm(1_000, 3), &arm(1_000, 3), 0.5, 0.02, true);
        assert_eq!(read.verdict, EffectVerdict::CannotTell);
        // (1.96 + 0.8416)² × 0.21 × 4 ÷ 0.006² = 183,144 in all.
        let more = read.more_people.unwrap();
        assert!((181_000..181_500).contains(&more), "{more}");
    }

    #[test]
    fn a_plan_tells_the_smallest_effect_it_can_show() {
        let found = smallest_seen(&arm(2_000, 3), 0.5).unwrap();
        // 2.8016 × √(0.21 ÷ 500) ÷ 0.3.
        assert!((found - 0.191_4).abs() < 1e-3, "{found}");
        assert_eq!(smallest_seen(&arm(2_000, 0), 0.5), None);
        assert_eq!(smallest_seen(&Arm::default(), 0.5), None);
    }

    /// A small generator of numbers, so that the test is the same each time.
    struct Chance(u64);

    impl Chance {
        fn uniform(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
        }

        fn normal(&mut self) -> f64 {
            let radius = (-2.0 * self.uniform().max(1e-12).ln()).sqrt();
            radius * (2.0 * std::f64::consts::PI * self.uniform()).cos()
        }

        fn drawn(&mut self, people: u32) -> Arm {
            let mut arm = Arm::default();
            for _ in 0..people {
                let (mut orders, mut money) = (0, 0);
                if self.uniform() < 0.3 {
                    orders = 1 + u32::from(self.uniform() < 0.3);
                    for _ in 0..orders {
                        money += crate::interval::minor((8.0 + 1.1 * self.normal()).exp());
                    }
                }
                arm.add(orders, money);
            }
            arm
        }
    }

    #[test]
    fn intervals_hold_the_truth_where_they_are_given() {
        let mut chance = Chance(88_172_645_463_325_252);
        let (rounds, mut held, mut held_money) = (600, 0, 0);
        for _ in 0..rounds {
            // About 110 buyers each.
            let (had, without) = (chance.drawn(366), chance.drawn(366));
            let holds = |range: Range| range.low <= 0.0 && range.high >= 0.0;
            held += u32::from(holds(ahead(had.orders_each(), without.orders_each())));
            held_money += u32::from(holds(ahead(had.money_each(), without.money_each())));
        }
        let share = |count: u32| f64::from(count) / f64::from(rounds);
        assert!((0.93..=0.975).contains(&share(held)), "{}", share(held));
        assert!(
            (0.93..=0.975).contains(&share(held_money)),
            "{}",
            share(held_money)
        );
    }
}
