//! What people bought within some time, and what a comparison of them can show.

use std::collections::HashMap;

use pannier_core::{CustomerId, OrderFlags, Timestamp};
use pannier_measure::{self as measure, Before};
use pannier_store::{Recipient, SendingRecord};

use super::content::Campaign;
use crate::{
    Result, Shop,
    people::{Everyone, everyone},
    views::{Amount, CampaignCanShow, SaidValue},
};

const DAY_MS: i64 = 86_400_000;

/// What each person bought within `[from, until)`: orders that count, in the shop's main currency.
pub(super) fn bought(all: &Everyone, from: Timestamp, until: Timestamp) -> HashMap<i64, Before> {
    let facts = &all.facts;
    let mut found: HashMap<i64, Before> = HashMap::new();
    let Some(currency) = facts.currency_index(all.currency) else {
        return found;
    };
    let start = facts.placed_at.partition_point(|at| *at < from);
    let end = facts.placed_at.partition_point(|at| *at < until);
    for order in start..end.max(start) {
        if !counts(facts.flags[order]) || facts.currency[order] != currency {
            continue;
        }
        let Some(person) = facts.customer_ids.get(facts.customer[order] as usize) else {
            continue;
        };
        let own = found.entry(*person).or_default();
        own.orders += 1;
        own.revenue_minor = own.revenue_minor.saturating_add(facts.goods[order]);
    }
    found
}

/// Whether an order counts as the plain average counts them.
pub(super) fn counts(flags: OrderFlags) -> bool {
    !flags.has(OrderFlags::TEST)
        && !flags.has(OrderFlags::CANCELLED)
        && !flags.has(OrderFlags::GIFT_CARDS_ONLY)
}

/// What a comparison of the people of a campaign can show, judged by what they bought in a window of the
/// same length up to now.
pub(super) fn can_show(
    shop: &Shop,
    campaign: &Campaign,
    people: &[&Recipient],
    record: &SendingRecord,
) -> Result<CampaignCanShow> {
    let all = everyone(shop)?;
    let said = &campaign.record.settings;
    let zone = shop.context()?.zone;
    let until = zone.start_of(all.as_of);
    let from = Timestamp(until.0 - i64::from(said.window_days) * DAY_MS);
    let bought = bought(&all, from, until);
    let of = |person: CustomerId| bought.get(&person.0).copied().unwrap_or_default();
    let before: Vec<Before> = people.iter().map(|one| of(one.person)).collect();
    let share = f64::from(record.settings.holdout_share) / 1e6;
    let smallest = f64::from(said.worth_having) / 100.0;
    let planned = measure::plan(&before, share, smallest);
    let advised = measure::advised_share(&before, smallest);
    let advised = advised.filter(|advised| *advised > share && !planned.is_enough);
    let deciding = planned.deciding();
    let shown = planned.revenue.map(|figure| figure.before * figure.shows);
    let revenue = shown.map(|minor| Amount::new(rounded(minor), all.currency));
    let percent = deciding.map(|figure| whole(figure.shows * 100.0));
    let (words, values) = match (&revenue, percent, share > 0.0) {
        (_, _, false) => (
            "Nobody is held back: there will be nothing to compare with",
            Vec::new(),
        ),
        (Some(least), Some(percent), _) => (
            "You would see a difference of {0} a customer or more ({1})",
            vec![
                SaidValue::Amount {
                    amount: least.clone(),
                },
                SaidValue::Percent { percent },
            ],
        ),
        (None, Some(percent), _) => (
            "Too few orders to tell of money. You would see {0} more orders, or more than that",
            vec![SaidValue::Percent { percent }],
        ),
        _ => (
            "These people order too seldom to tell whether a mail changed anything",
            Vec::new(),
        ),
    };
    Ok(CampaignCanShow {
        revenue,
        percent,
        hold_back_percent: advised.map(|share| u8::try_from(whole(share * 100.0)).unwrap_or(50)),
        words: words.to_owned(),
        values,
        is_too_few: share > 0.0 && !planned.is_enough,
    })
}

/// Minor units to the nearest one.
pub(super) fn rounded(minor: f64) -> i64 {
    // Amounts lie far within what both hold.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded, and within bounds"
    )]
    let whole = minor.round_ties_even().clamp(-9e15, 9e15) as i64;
    whole
}

/// A percentage, rounded up: it is the least that shows.
fn whole(number: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped"
    )]
    let whole = (number - 1e-9).ceil().clamp(0.0, 1e6) as u32;
    whole
}
