//! How often customers come back: the BG/NBD model (Fader, Hardie and Lee, *“Counting Your
//! Customers” the Easy Way*, Marketing Science 24, 2005).
//!
//! While a customer is with the shop they buy at a steady rate; rates differ among customers by a
//! gamma distribution (r, α). After each purchase they may leave for good; how readily differs by
//! a beta distribution (a, b). Time is in weeks. With x purchases after the first, the last of
//! them after t, watched for T, the likelihood of a customer is (their equation 6)
//!
//! `B(a, b + x) ÷ B(a, b) · Γ(r + x)·αʳ ÷ Γ(r) · [(α + T)^−(r+x) + δ·a ÷ (b + x − 1)·(α + t)^−(r+x)]`
//!
//! with δ = 1 where x > 0. The two terms of the bracket weigh "still with us" against "left".

use super::{
    climb::{Slope, Top, climb},
    later::expected_while_with_us,
    seen::{OrderHistories, OrderHistory, WEEK},
};
use crate::special::{digamma, ln_gamma};

/// Histories that the first walks look at.
const ROUGH: usize = 2_048;
/// A fitted number beyond these lies on the border: the history does not hold it.
const BORDER: (f64, f64) = (1e-3, 1e3);
/// Where fewer leave after a purchase, the history does not show that anyone leaves.
const LEAVES: f64 = 0.005;
/// α is a time, and may be as long as shops live.
const LONGEST: f64 = 1e4;

/// A fitted model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// Shape of the rates.
    pub r: f64,
    /// Scale of the rates, in weeks: the mean rate is r ÷ α purchases a week.
    pub alpha: f64,
    /// With b: the mean share that leaves after a purchase is a ÷ (a + b).
    pub a: f64,
    /// See `a`.
    pub b: f64,
}

/// A model with how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbdFit {
    /// The model.
    pub model: BgNbd,
    /// The sum of the logarithms of the customers' likelihoods.
    pub log_likelihood: f64,
    /// Whether the best fit lies at the end of what the numbers can be, as where nobody ever
    /// leaves: then the history does not hold what the model asks for.
    pub on_border: bool,
}

/// The most likely model; nothing without anyone who came back.
pub fn fit_orders(histories: &OrderHistories) -> Option<BgNbdFit> {
    if histories.repeat_buyers() == 0 {
        return None;
    }
    let rate = histories.rate();
    let rough = Likelihood::of(&histories.thinned(ROUGH));
    let starts = [
        [0.5, 0.5 / rate, 0.7, 2.5],
        [2.0, 2.0 / rate, 0.1, 1.0],
        [0.2, 0.1 / rate, 2.0, 2.0],
    ];
    let best = starts
        .into_iter()
        .filter_map(|start| climb(|at| rough.at(at), start, 1e-4, 60))
        .max_by(|one, other| one.value.total_cmp(&other.value))?;
    let all = Likelihood::of(histories);
    let top = climb(|at| all.at(at), best.at, 1e-7, 200)?;
    let [r, alpha, a, b] = top.at;
    Some(BgNbdFit {
        model: BgNbd { r, alpha, a, b },
        log_likelihood: top.value * all.people,
        on_border: on_border(&top),
    })
}

fn on_border(top: &Top<4>) -> bool {
    let [r, alpha, a, b] = top.at;
    let outside = |number: f64, most: f64| !(BORDER.0..=most).contains(&number);
    [r, a, b]
        .into_iter()
        .any(|number| outside(number, BORDER.1))
        || outside(alpha, LONGEST)
        || a < LEAVES * (a + b)
        || top.slope > 1e-4
}

/// The mean log-likelihood of a customer, with everything that depends on few different numbers
/// looked up rather than worked out anew.
struct Likelihood {
    people: f64,
    /// Customers by x.
    by_x: Vec<(f64, f64)>,
    /// The different T and t, in weeks.
    weeks: Vec<f64>,
    rows: Vec<Row>,
}

/// Customers with one history.
#[derive(Clone, Copy)]
struct Row {
    people: f64,
    x: f64,
    /// Where T and t stand among the weeks.
    age: u32,
    last: u32,
}

/// What is needed of a time.
#[derive(Clone, Copy)]
struct Since {
    /// ln(α + time).
    log: f64,
    /// 1 ÷ (α + time).
    over: f64,
}

impl Likelihood {
    fn of(histories: &OrderHistories) -> Self {
        let mut days: Vec<u32> = Vec::with_capacity(histories.each.len() * 2);
        for history in &histories.each {
            days.extend([history.age, history.last]);
        }
        days.sort_unstable();
        days.dedup();
        let place = |day: u32| {
            let at = days.binary_search(&day).unwrap_or_default();
            u32::try_from(at).unwrap_or_default()
        };
        let mut by_x: Vec<(f64, f64)> = Vec::new();
        let mut rows = Vec::with_capacity(histories.each.len());
        let mut people = 0.0;
        for (history, customers) in histories.each.iter().zip(&histories.customers) {
            let (x, customers) = (history.x(), f64::from(*customers));
            people += customers;
            match by_x.last_mut() {
                // Histories ascend by x first.
                Some((last, count)) if last.total_cmp(&x).is_eq() => *count += customers,
                _ => by_x.push((x, customers)),
            }
            rows.push(Row {
                people: customers,
                x,
                age: place(history.age),
                last: place(history.last),
            });
        }
        Self {
            people,
            by_x,
            weeks: days.into_iter().map(|day| f64::from(day) / WEEK).collect(),
            rows,
        }
    }

    fn at(&self, [r, alpha, a, b]: [f64; 4]) -> Slope<4> {
        let (mut value, mut by) = (0.0, [0.0; 4]);
        let alpha_log = alpha.ln();
        let (gamma_r, gamma_ab) = (ln_gamma(r), ln_gamma(a + b) - ln_gamma(b));
        let (psi_r, psi_ab, psi_b) = (digamma(r), digamma(a + b), digamma(b));
        for (x, people) in &self.by_x {
            if *x == 0.0 {
                value += people * r * alpha_log;
                by[0] += people * alpha_log;
            } else {
                let after = a + b + x;
                let split = ln_gamma(b + x) - ln_gamma(after) + gamma_ab;
                let psi_after = digamma(after);
                value += people * (ln_gamma(r + x) - gamma_r + r * alpha_log + split);
                by[0] += people * (digamma(r + x) - psi_r + alpha_log);
                by[2] += people * (psi_ab - psi_after);
                by[3] += people * (digamma(b + x) - psi_after + psi_ab - psi_b);
            }
            by[1] += people * r / alpha;
        }
        let since: Vec<Since> = self
            .weeks
            .iter()
            .map(|week| Since {
                log: (alpha + week).ln(),
                over: 1.0 / (alpha + week),
            })
            .collect();
        let a_log = a.ln();
        let (mut x_log, mut x_before) = (0.0, -1.0);
        for row in &self.rows {
            let age = since[row.age as usize];
            let shape = r + row.x;
            if row.x == 0.0 {
                value -= row.people * shape * age.log;
                by[0] -= row.people * age.log;
                by[1] -= row.people * shape * age.over;
                continue;
            }
            if row.x.total_cmp(&x_before).is_ne() {
                x_before = row.x;
                x_log = a_log - (b + row.x - 1.0).ln();
            }
            let last = since[row.last as usize];
            // How much likelier it is that they left than that they are with us, as a logarithm.
            let odds = x_log + shape * (age.log - last.log);
            let small = (-odds.abs()).exp();
            let left = if odds > 0.0 { 1.0 } else { small } / (1.0 + small);
            value += row.people * (odds.max(0.0) + small.ln_1p() - shape * age.log);
            by[0] -= row.people * (age.log + left * (last.log - age.log));
            by[1] -= row.people * shape * (age.over + left * (last.over - age.over));
            by[2] += row.people * left / a;
            by[3] -= row.people * left / (b + row.x - 1.0);
        }
        Slope {
            value: value / self.people,
            by: by.map(|slope| slope / self.people),
        }
    }
}

impl BgNbd {
    /// The probability that a customer is still with the shop (Fader, Hardie and Lee, *Computing
    /// P(alive) Using the BG/NBD Model*, note of 2008).
    pub fn alive(&self, seen: OrderHistory) -> f64 {
        if seen.again == 0 {
            return 1.0;
        }
        let odds = self.a.ln() - (self.b + seen.x() - 1.0).ln()
            + (self.r + seen.x())
                * ((self.alpha + seen.age_weeks()).ln() - (self.alpha + seen.last_weeks()).ln());
        1.0 / (1.0 + odds.exp())
    }

    /// Purchases that are expected of a customer within so many days from now (their equation 10).
    pub fn expected(&self, seen: OrderHistory, days: u32) -> f64 {
        self.alive(seen) * self.expected_alive(seen.again, seen.age, days)
    }

    /// The same of a customer who is with us; depends on nothing else.
    pub(super) fn expected_alive(&self, again: u32, age: u32, days: u32) -> f64 {
        let weeks = |days: u32| f64::from(days) / WEEK;
        expected_while_with_us(self, f64::from(again), weeks(age), weeks(days))
    }

    /// The probability that a customer buys within so many days from now. Who is with us leaves
    /// only after a purchase, so the next one comes at their rate.
    pub fn chance(&self, seen: OrderHistory, days: u32) -> f64 {
        let watched = self.alpha + seen.age_weeks();
        let gone_by = (watched / (watched + f64::from(days) / WEEK)).ln() * (self.r + seen.x());
        self.alive(seen) * -gone_by.exp_m1()
    }

    /// In how many days the next purchase comes with a probability of `share` in (0, 1), of a
    /// customer who is with us.
    pub fn days_to_next(&self, seen: OrderHistory, share: f64) -> f64 {
        let watched = self.alpha + seen.age_weeks();
        WEEK * watched * (-(-share).ln_1p() / (self.r + seen.x())).exp_m1()
    }
}
