//! Tiers: how far someone has come, from the orders before.

use std::collections::BTreeSet;

use pannier_core::Day;

use crate::{Tier, TierMeasure, TierPlan, TierWindow};

/// What someone ordered so far, as far as tiers go by it.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    days: Vec<Day>,
    /// Sums up to and without each order, and at the end of all: spend and points.
    spend: Vec<i64>,
    points: Vec<i64>,
    /// Tiers that were reached once.
    reached: BTreeSet<u32>,
}

impl Standing {
    /// Forgets everything, for the next person.
    pub(crate) fn clear(&mut self) {
        self.days.clear();
        self.spend.clear();
        self.points.clear();
        self.reached.clear();
    }

    /// Adds an order, the newest so far.
    pub(crate) fn push(&mut self, day: Day, spend: i64, points: i64) {
        if self.spend.is_empty() {
            self.spend.push(0);
            self.points.push(0);
        }
        let add = |sums: &mut Vec<i64>, more: i64| {
            let before = sums.last().copied().unwrap_or(0);
            sums.push(before.saturating_add(more));
        };
        add(&mut self.spend, spend);
        add(&mut self.points, points);
        self.days.push(day);
    }

    /// The tier that holds on a day, with what was ordered so far.
    pub(crate) fn tier<'p>(&self, plan: &'p TierPlan, day: Day) -> Option<&'p Tier> {
        let first = day.plus_days(-i64::from(plan.grace_days));
        // Within the days of grace, what counts can only have been higher after an order.
        let from = self.days.partition_point(|d| *d < first);
        let until = self.days.partition_point(|d| *d <= day);
        let best = [first, day]
            .into_iter()
            .chain(self.days[from..until].iter().copied())
            .map(|at| self.measure(plan, at))
            .max()?;
        plan.tiers.iter().rev().find(|tier| tier.from <= best)
    }

    /// Tiers that are reached on a day for the first time.
    pub(crate) fn newly_reached<'p>(&mut self, plan: &'p TierPlan, day: Day) -> Vec<&'p Tier> {
        let Some(tier) = self.tier(plan, day) else {
            return Vec::new();
        };
        let up_to = plan.tiers.iter().take_while(|t| t.from <= tier.from);
        up_to.filter(|t| self.reached.insert(t.id)).collect()
    }

    fn measure(&self, plan: &TierPlan, at: Day) -> i64 {
        match plan.over {
            TierWindow::Rolling { months } => {
                let months = i32::try_from(months).unwrap_or(i32::MAX);
                self.sum(plan.by, at.plus_months(-months).plus_days(1), at)
            }
            TierWindow::CalendarYear => {
                let year = at.year_start();
                let this = self.sum(plan.by, year, at);
                let last = year.plus_days(-1);
                this.max(self.sum(plan.by, last.year_start(), last))
            }
        }
    }

    /// What was ordered from a day up to and with another.
    fn sum(&self, by: TierMeasure, from: Day, to: Day) -> i64 {
        let sums = match by {
            TierMeasure::Spend => &self.spend,
            TierMeasure::Points => &self.points,
        };
        let start = self.days.partition_point(|d| *d < from);
        let end = self.days.partition_point(|d| *d <= to).max(start);
        match (sums.get(start), sums.get(end)) {
            (Some(before), Some(after)) => after.saturating_sub(*before),
            _ => 0,
        }
    }
}
