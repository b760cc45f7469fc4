//! What an order of a customer is worth: the gamma-gamma model (Fader and Hardie, *The Gamma-Gamma
//! Model of Monetary Value*, note of 2013).
//!
//! A customer's orders vary about a mean of their own (shape p); the means differ among customers
//! (q, γ). Whoever ordered little is drawn towards the shop's mean. With the mean m of x
//! purchases the likelihood is
//!
//! `Γ(px + q) ÷ (Γ(px)·Γ(q)) · γ^q · m^(px−1) · x^(px) ÷ (γ + xm)^(px+q)`.

use super::climb::{Slope, Top, climb};
use crate::special::{digamma, ln_gamma};

/// Customers that the first walks look at.
const ROUGH: usize = 2_048;

/// A fitted model. It takes what is spent to be independent of how often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGamma {
    /// Shape of a customer's own orders.
    pub p: f64,
    /// Shape of the customers' means.
    pub q: f64,
    /// Their scale, in minor units.
    pub gamma: f64,
}

/// A model with how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGammaFit {
    /// The model.
    pub model: GammaGamma,
    /// The sum of the logarithms of the customers' likelihoods, with means in minor units.
    pub log_likelihood: f64,
    /// Customers that it was fitted to: those who came back.
    pub customers: u32,
    /// Whether the best fit lies at the end of what the numbers can be.
    pub on_border: bool,
}

/// The purchases of a customer after the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spent {
    /// How many.
    pub again: u32,
    /// Their mean in minor units.
    pub mean: f64,
}

/// The most likely model of those with purchases worth more than nothing; nothing under two.
pub fn fit_spend(spent: &[Spent]) -> Option<GammaGammaFit> {
    let known: Vec<Spent> = spent
        .iter()
        .copied()
        .filter(|spent| spent.again > 0 && spent.mean > 0.0)
        .collect();
    if known.len() < 2 {
        return None;
    }
    let count = crate::interval::count_float(known.len());
    // In units of the mean the numbers are near 1.
    let unit = known.iter().map(|spent| spent.mean).sum::<f64>() / count;
    let step = known.len().div_ceil(ROUGH);
    let rough = Likelihood::of(known.iter().step_by(step), unit);
    let best = [[2.0, 3.0, 2.0], [6.0, 3.0, 0.5], [1.0, 8.0, 7.0]]
        .into_iter()
        .filter_map(|start| climb(|at| rough.at(at), start, 1e-4, 60))
        .max_by(|one, other| one.value.total_cmp(&other.value))?;
    let all = Likelihood::of(known.iter(), unit);
    let top = climb(|at| all.at(at), best.at, 1e-7, 200)?;
    let [p, q, gamma] = top.at;
    Some(GammaGammaFit {
        model: GammaGamma {
            p,
            q,
            gamma: gamma * unit,
        },
        log_likelihood: (top.value - unit.ln()) * count,
        customers: u32::try_from(known.len()).unwrap_or(u32::MAX),
        on_border: on_border(&top),
    })
}

fn on_border(top: &Top<3>) -> bool {
    let [p, q, gamma] = top.at;
    // With q up to 1 the mean over customers has no end.
    q <= 1.01
        || [p, q, gamma]
            .into_iter()
            .any(|number| !(1e-3..=1e3).contains(&number))
        || top.slope > 1e-4
}

/// The mean log-likelihood of a customer; means are in a unit near their own size.
struct Likelihood {
    people: f64,
    /// The different x, ascending, with the customers of each and their Σ ln m.
    by_x: Vec<(f64, f64, f64)>,
    /// x·m of each customer, in the order of x.
    totals: Vec<f64>,
}

impl Likelihood {
    fn of<'s>(spent: impl Iterator<Item = &'s Spent>, unit: f64) -> Self {
        let mut known: Vec<(u32, f64)> = spent
            .map(|spent| (spent.again, spent.mean / unit))
            .collect();
        known.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let mut by_x: Vec<(f64, f64, f64)> = Vec::new();
        let mut totals = Vec::with_capacity(known.len());
        let mut before = 0;
        for (again, mean) in known {
            let x = f64::from(again);
            totals.push(x * mean);
            match by_x.last_mut() {
                Some((_, people, logs)) if again == before => {
                    *people += 1.0;
                    *logs += mean.ln();
                }
                _ => by_x.push((x, 1.0, mean.ln())),
            }
            before = again;
        }
        Self {
            people: crate::interval::count_float(totals.len()),
            by_x,
            totals,
        }
    }

    fn at(&self, [p, q, gamma]: [f64; 3]) -> Slope<3> {
        let (mut value, mut by) = (0.0, [0.0; 3]);
        let (gamma_q, psi_q, scale_log) = (ln_gamma(q), digamma(q), gamma.ln());
        let mut totals = self.totals.iter();
        for (x, people, mean_logs) in &self.by_x {
            let (mut logs, mut overs, mut left) = (0.0, 0.0, *people);
            while left > 0.0 {
                left -= 1.0;
                let Some(total) = totals.next() else {
                    break;
                };
                logs += (gamma + total).ln();
                overs += 1.0 / (gamma + total);
            }
            let (own, both) = (p * x, p * x + q);
            let x_log = x.ln();
            value += people * (ln_gamma(both) - ln_gamma(own) - gamma_q + q * scale_log)
                + (own - 1.0) * mean_logs
                + people * own * x_log
                - both * logs;
            by[0] += x * (people * (digamma(both) - digamma(own) + x_log) + mean_logs - logs);
            by[1] += people * (digamma(both) - psi_q + scale_log) - logs;
            by[2] += people * q / gamma - both * overs;
        }
        Slope {
            value: value / self.people,
            by: by.map(|slope| slope / self.people),
        }
    }
}

impl GammaGamma {
    /// What an order of a customer is worth on average, in minor units: their own mean and the
    /// shop's, weighed by how many purchases speak for it (their equation 5).
    pub fn expected(&self, spent: Spent) -> f64 {
        let x = f64::from(spent.again);
        let own = x * spent.mean.max(0.0);
        self.p * (self.gamma + own) / (self.p * x + self.q - 1.0)
    }
}
