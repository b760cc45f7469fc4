//! High-value customers who have not ordered for longer than they usually do.
//!
//! How many of such customers come back within 30 days is read off the shop's own past: on the same
//! day of each 30 days before, who of today's high-value customers was quiet by the same rule, and
//! who ordered in the 30 days after. It is what usually happens by itself; what writing to them
//! adds, only a holdout can tell.

use super::{Behind, History, Opportunity, OpportunityKind, value::high_value};
use crate::{
    interval::float,
    quantiles::Z_975,
    ranges::{MoneyRange, Range, share_of},
};

/// Times in the past that are looked at.
const LOOKS: i32 = 12;
/// Days between them, and days within which a customer came back.
const MONTH: i32 = 30;
/// Gone for longer, a customer is no longer quiet but lost.
const LOST: i32 = 730;
/// Customers in the past that a share needs, and customers now that are worth a word.
const LEAST: (u32, usize) = (30, 5);

/// Quiet high-value customers, and how such customers came back before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuietCustomers {
    /// Customers who are quiet now.
    pub customers: u32,
    /// What one order each of them comes to, after drawing means in, in minor units.
    pub one_order_each: i64,
    /// The mean order value, drawn in, from which a customer is high-value.
    pub high_value_from: i64,
    /// Orders of the shop's mean that each customer's own were mixed with.
    pub shrinkage: f64,
    /// The middle of the days since their last order.
    pub days_quiet: i32,
    /// Times such a customer was quiet in the past year.
    pub quiet_before: u32,
    /// Times they then ordered within 30 days.
    pub came_back: u32,
    /// That share with its 95 % interval, a customer being one witness however often.
    pub share: Range,
}

pub(super) fn quiet_customers(history: History, share: f64) -> Option<Opportunity> {
    let facts = history.facts;
    // Who is among the first by luck alone is no customer to win back.
    let found = high_value(facts, history.formula, history.positions, share)
        .filter(|found| found.differ)?;
    let mut index = vec![u32::MAX; facts.customer_ids.len()];
    for (place, (customer, _)) in (0..).zip(&found.customers) {
        index[*customer as usize] = place;
    }
    // Their days, in time order, one after the other in a row each.
    let place = |position: &u32| {
        let customer = facts.customer[*position as usize] as usize;
        index
            .get(customer)
            .copied()
            .filter(|place| *place != u32::MAX)
    };
    let mut ends = vec![0_usize; found.customers.len() + 1];
    for of in history.positions.iter().filter_map(place) {
        ends[of as usize + 1] += 1;
    }
    for row in 1..ends.len() {
        ends[row] += ends[row - 1];
    }
    let mut days = vec![0_i32; ends.last().copied().unwrap_or(0)];
    let mut next = ends.clone();
    for position in history.positions {
        if let Some(of) = place(position) {
            days[next[of as usize]] = facts.day[*position as usize];
            next[of as usize] += 1;
        }
    }
    let today = history.today.number();
    let first = history
        .positions
        .first()
        .map_or(today, |at| facts.day[*at as usize]);
    let (mut now, mut past) = (Vec::new(), Past::default());
    let mut gaps = Vec::new();
    for (row, (customer, value)) in found.customers.iter().enumerate() {
        let own = &mut days[ends[row]..ends[row + 1]];
        let distinct = dedup(own);
        let own = &own[..distinct];
        if let Some(since) = quiet_since(own, today, &mut gaps) {
            now.push((*customer, *value, since));
        }
        let (mut quiet, mut back) = (0, 0);
        for look in 1..=LOOKS {
            let on = today - look * MONTH;
            if on < first {
                break;
            }
            let until = own.partition_point(|day| *day <= on);
            if quiet_since(&own[..until], on, &mut gaps).is_some() {
                quiet += 1;
                back += u32::from(own.get(until).is_some_and(|day| *day <= on + MONTH));
            }
        }
        past.add(quiet, back);
    }
    let share = past.share()?;
    if past.quiet < LEAST.0 || now.len() < LEAST.1 || past.back == 0 {
        return None;
    }
    let sum: f64 = now.iter().map(|(_, value, _)| value.max(0.0)).sum();
    let mut since: Vec<i64> = now.iter().map(|quiet| i64::from(quiet.2)).collect();
    let days_quiet = crate::clusters::median(&mut since).unwrap_or(0);
    let amount = |value: f64| MoneyRange::of(Range::exactly(value)).likely;
    // Those who are worth most come first.
    now.sort_by(|one, other| other.1.total_cmp(&one.1));
    Some(Opportunity {
        kind: OpportunityKind::QuietCustomers(QuietCustomers {
            customers: u32::try_from(now.len()).unwrap_or(u32::MAX),
            one_order_each: amount(sum),
            high_value_from: amount(found.cut),
            shrinkage: found.shrinkage,
            days_quiet: i32::try_from(days_quiet).unwrap_or(LOST),
            quiet_before: past.quiet,
            came_back: past.back,
            share,
        }),
        estimate: Some(MoneyRange::of(Range::new(
            share.low * sum,
            share.likely * sum,
            share.high * sum,
        ))),
        behind: Behind::Customers(now.iter().map(|quiet| quiet.0).collect()),
    })
}

/// Moves repeated days to the end; gives how many differ.
fn dedup(days: &mut [i32]) -> usize {
    let mut kept = 0;
    for at in 0..days.len() {
        if kept == 0 || days[at] != days[kept - 1] {
            days[kept] = days[at];
            kept += 1;
        }
    }
    kept
}

/// Days since the last of these order days, where that is half as long again as the middle gap
/// between them, and no longer than two years. Someone with under three days has no usual gap.
fn quiet_since(days: &[i32], on: i32, gaps: &mut Vec<i32>) -> Option<i32> {
    let since = on - days.last().filter(|_| days.len() >= 3)?;
    if since > LOST {
        return None;
    }
    gaps.clear();
    gaps.extend(days.windows(2).map(|pair| pair[1] - pair[0]));
    let middle = gaps.len() / 2;
    let (_, usual, _) = gaps.select_nth_unstable(middle);
    (since * 2 > *usual * 3).then_some(since)
}

/// Quiet customers of the past; the squares make a customer one witness.
#[derive(Default)]
struct Past {
    quiet: u32,
    back: u32,
    squares: [f64; 3],
}

impl Past {
    fn add(&mut self, quiet: u32, back: u32) {
        self.quiet += quiet;
        self.back += back;
        let (q, b) = (f64::from(quiet), f64::from(back));
        self.squares[0] += b * b;
        self.squares[1] += b * q;
        self.squares[2] += q * q;
    }

    /// The wider of the interval for independent cases and the linearised one over customers.
    fn share(&self) -> Option<Range> {
        let plain = share_of(self.back, self.quiet)?;
        let share = plain.likely;
        let [backs, both, quiets] = self.squares;
        let variance = (backs - 2.0 * share * both + share * share * quiets).max(0.0);
        let half = Z_975 * variance.sqrt() / float(i64::from(self.quiet));
        let range = Range::new(
            plain.low.min(share - half),
            share,
            plain.high.max(share + half),
        );
        Some(range.within(0.0, 1.0))
    }
}
