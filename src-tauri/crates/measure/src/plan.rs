//! What an audience can show at all, before anything is sent.

use crate::{
    group::{Before, float, wide},
    normal::Z_975,
    score::Counts,
    sizes::{POWER, Z_80, angle, people_for_mean, people_for_share},
    sums::Sums,
};

/// Shares that may be held back.
const SHARES: [f64; 7] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/// What can be seen of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigurePlan {
    /// What it was before, a customer.
    pub before: f64,
    /// The smallest rise that would show in four cases of five, as a share of that: 0.1 is 10 %.
    pub shows: f64,
    /// People that it would take, held back and not, to see the smallest that is worth having.
    pub people_needed: Option<u64>,
}

/// What an audience can show, judged by what it bought in a window of the same length before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned {
    /// The audience.
    pub people: u32,
    /// About so many of them are held back.
    pub held_back: u32,
    /// Revenue a customer; nothing where too few buyers are to be expected among those held back to
    /// say anything of money.
    pub revenue: Option<FigurePlan>,
    /// Orders a customer; nothing where too few buyers are to be expected, or nobody bought.
    pub orders: Option<FigurePlan>,
    /// The part that orders; nothing where too few buyers are to be expected.
    pub buyers: Option<FigurePlan>,
    /// People that it would take for anything to be said at all; nothing where nobody bought before.
    pub people_for_any: Option<u64>,
    /// Whether the smallest that is worth having would show in the figure that decides.
    pub is_enough: bool,
}

impl Planned {
    /// The figure that is to decide.
    pub fn deciding(&self) -> Option<FigurePlan> {
        self.revenue.or(self.orders)
    }
}

/// What these people can show where `held_share` of them are held back. `smallest` is the smallest
/// rise that is worth having, as a share.
pub fn plan(before: &[Before], held_share: f64, smallest: f64) -> Planned {
    let history = History::of(before);
    history.plan(held_share, smallest)
}

/// The smallest share to hold back with which the smallest rise that is worth having would show in
/// the figure that decides, from 10 % up; where not even half is enough, nothing.
pub fn advised_share(before: &[Before], smallest: f64) -> Option<f64> {
    let history = History::of(before);
    SHARES
        .into_iter()
        .find(|share| history.plan(*share, smallest).is_enough)
}

struct History {
    revenue: Sums,
    orders: Sums,
    buyers: Sums,
}

impl History {
    fn of(before: &[Before]) -> Self {
        Self {
            revenue: Sums::of(before.iter().map(|one| float(one.revenue_minor))),
            orders: Sums::of(before.iter().map(|one| f64::from(one.orders))),
            buyers: Sums::of(before.iter().map(|one| f64::from(one.orders.min(1)))),
        }
    }

    fn plan(&self, held_share: f64, smallest: f64) -> Planned {
        let share = if held_share.is_finite() {
            held_share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        let people = self.orders.people;
        let smaller = share.min(1.0 - share);
        // People that it takes before anything is said of a figure.
        let needed = |sums: &Sums, counts: Counts| {
            let buying = sums.some / people.max(1.0) * smaller;
            (buying > 0.0).then(|| counts.least_expected(sums) / buying)
        };
        let of_orders = needed(&self.orders, Counts::Orders);
        let of_money = needed(&self.revenue, Counts::Money);
        let mean = |sums: &Sums, needed: Option<f64>| {
            let deviation = sums.variance().sqrt();
            let can_tell = needed.is_some_and(|needed| needed <= people);
            (can_tell && deviation > 0.0 && sums.first > 0.0).then(|| {
                let effect = smallest * sums.mean() / deviation;
                let ratio = share / (1.0 - share);
                let got = people_for_mean(effect, POWER, ratio);
                FigurePlan {
                    before: sums.mean(),
                    shows: (Z_975 + Z_80) * deviation
                        / (people * share * (1.0 - share)).sqrt()
                        / sums.mean(),
                    people_needed: whole(got.map(|got| got * (1.0 + ratio)), needed),
                }
            })
        };
        let revenue = mean(&self.revenue, of_money);
        let orders = mean(&self.orders, of_orders);
        let least = match (of_money, of_orders) {
            (Some(money), Some(orders)) => Some(money.min(orders)),
            (money, orders) => money.or(orders),
        };
        let mut planned = Planned {
            people: count(people).unwrap_or(u32::MAX),
            held_back: count((people * share).round()).unwrap_or(u32::MAX),
            revenue,
            orders,
            buyers: orders.and_then(|_| self.buyers_plan(share, smallest, of_orders)),
            people_for_any: whole(least, None),
            is_enough: false,
        };
        planned.is_enough = planned
            .deciding()
            .is_some_and(|figure| figure.shows <= smallest);
        planned
    }

    /// By the arcsine of the roots, as [`people_for_share`] has it.
    fn buyers_plan(&self, share: f64, smallest: f64, needed: Option<f64>) -> Option<FigurePlan> {
        let base = self.buyers.mean();
        let distance = (Z_975 + Z_80) / (self.buyers.people * share * (1.0 - share)).sqrt();
        let shown = f64::midpoint(angle(base), distance);
        // A share over 1 is none: such a rise cannot be.
        let is_share = base > 0.0 && shown < std::f64::consts::FRAC_PI_2;
        let ratio = share / (1.0 - share);
        is_share.then(|| FigurePlan {
            before: base,
            shows: shown.sin().powi(2) / base - 1.0,
            people_needed: whole(
                people_for_share(base, smallest * base, POWER, ratio)
                    .map(|got| got * (1.0 + ratio)),
                needed,
            ),
        })
    }
}

/// The larger of two numbers of people, rounded up; nothing without the first, or past all bounds.
fn whole(people: Option<f64>, least: Option<f64>) -> Option<u64> {
    let people = people?.max(least.unwrap_or(0.0)).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 and 2⁵³"
    )]
    (0.0..=wide(1 << 53))
        .contains(&people)
        .then_some(people as u64)
}

fn count(people: f64) -> Option<u32> {
    whole(Some(people), None).and_then(|people| u32::try_from(people).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many people, of whom a tenth order once, at prices from 20.00 to 60.00.
    fn audience(people: u32) -> Vec<Before> {
        (0..people)
            .map(|person| {
                let buys = person % 10 == 3;
                Before {
                    orders: u32::from(buys),
                    revenue_minor: if buys {
                        2_000 + i64::from(person * 7 % 41) * 100
                    } else {
                        0
                    },
                }
            })
            .collect()
    }

    #[test]
    fn more_people_show_smaller_rises() {
        let shows = |people| {
            let planned = plan(&audience(people), 0.2, 0.1);
            planned.revenue.unwrap().shows
        };
        assert!((shows(4_000) / shows(16_000) - 2.0).abs() < 0.02);
        let planned = plan(&audience(4_000), 0.5, 0.1);
        let orders = planned.orders.unwrap();
        // 2.8016 × √(0.09 ÷ 1,000) ÷ 0.1.
        assert!((orders.shows - 0.265_8).abs() < 1e-3, "{}", orders.shows);
        assert!((orders.before - 0.1).abs() < 1e-12);
        // 2 × 1.96-and-0.84 squared × 0.09 ÷ 0.01², twice.
        let needed = orders.people_needed.unwrap();
        assert!((28_200..28_350).contains(&needed), "{needed}");
        let money = planned.revenue.unwrap().people_needed.unwrap();
        assert!(money > needed, "money scatters more: {money}");
        assert!(!planned.is_enough);
        assert!(plan(&audience(60_000), 0.5, 0.1).is_enough);
    }

    #[test]
    fn too_few_to_be_held_back_are_told_how_many_it_takes() {
        let planned = plan(&audience(390), 0.1, 0.1);
        assert_eq!((planned.people, planned.held_back), (390, 39));
        assert_eq!(
            (planned.revenue, planned.orders, planned.buyers),
            (None, None, None)
        );
        // Prices are nearly alike here, so 5 buyers at a tenth of a tenth.
        assert_eq!(planned.people_for_any, Some(500));
        let mixed: Vec<Before> = (0..390)
            .map(|person| Before {
                orders: u32::from(person % 10 == 3),
                revenue_minor: if person % 10 == 3 {
                    500 + person * person / 4
                } else {
                    0
                },
            })
            .collect();
        assert_eq!(plan(&mixed, 0.1, 0.1).people_for_any, Some(200), "2 buyers");
        let money = plan(&mixed, 0.1, 0.1);
        assert!(money.revenue.is_some() && money.orders.is_none());
        let nobody = plan(&vec![Before::default(); 900], 0.1, 0.1);
        assert_eq!((nobody.orders, nobody.people_for_any), (None, None));
        for share in [0.0, 1.0, f64::NAN] {
            assert_eq!(plan(&audience(5_000), share, 0.1).revenue, None);
        }
        assert_eq!(plan(&[], 0.1, 0.1).people, 0);
    }

    #[test]
    fn the_advice_holds_back_no_more_than_it_takes() {
        let audience = audience(8_000);
        let share = advised_share(&audience, 0.25).unwrap();
        assert!(plan(&audience, share, 0.25).is_enough);
        assert!((share - 0.2).abs() < 1e-9, "{share}");
        assert!(!plan(&audience, share - 0.05, 0.25).is_enough);
        assert_eq!(advised_share(&audience, 0.01), None);
        assert!(advised_share(&audience, 0.9).unwrap() <= 0.1);
    }
}
