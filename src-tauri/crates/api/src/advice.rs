//! Thresholds: what the shop's own orders say of them, and what another one may change.

use pannier_analytics::{
    self as analytics, Assumption, Effect, Explorer, MoneyRange, Question, Range, Reward,
    ShippingRule, ThresholdAssumptions, Touched,
};
use pannier_core::{Currency, Day, Facts, div_half_even};

use crate::{
    ApiError, Result, Shop,
    bundles::{last_year, range_of},
    figures::main_currency,
    views::{
        Amount, AssumedAmount, AssumedShare, FittingItem, Gathering, JustBelow, Minor, Origin,
        PastChange, RewardKind, SizeBar, ThresholdAssumed, ThresholdEffect, Thresholds,
        ThresholdsInput,
    },
};

/// Bars that are told apart at most.
const MOST_BARS: i64 = 60;

/// Days that amounts are told for.
const MONTH: i64 = 30;

/// Items that are named at most.
const ITEMS: usize = 5;

/// Points, the discount they buy, and the share of them that is spent, where the merchant says
/// nothing: ten points an order, a hundred for 25 % off.
const POINTS: (u32, u32, u32, (f64, f64, f64)) = (10, 100, 25, (0.4, 0.6, 0.8));

/// What a gift costs, as a share of the middle order, where the merchant says nothing.
const GIFT: (f64, f64, f64) = (0.03, 0.05, 0.08);

/// What the shop's own orders say of a threshold, and what it may change in 30 days.
///
/// # Errors
/// [`crate::Code::Validation`] for a share that is none or an amount below zero, or what the file
/// says.
pub fn thresholds(shop: &Shop, input: &ThresholdsInput) -> Result<Thresholds> {
    check(input)?;
    let context = shop.context()?;
    let (_, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let currency = main_currency(facts, context.currency);
    let costs = currency == context.currency;
    let all = explorer.pick(&Question::all(analytics::Formula::Goods, currency));
    let rules = analytics::shipping_rules(facts, &all);
    let rule = rules.last();
    let question = under_rule(facts, last_year(facts, currency), rule);
    let positions = explorer.pick(&question);
    let present = match input.present {
        Some(named) => Some(named.0),
        None => rule.and_then(|rule| rule.threshold),
    };
    let free_shipping = input.reward == RewardKind::FreeShipping;
    let bunched = present.filter(|at| free_shipping && *at > 0);
    let middle = middle(facts, &positions);
    let assumed = Assumed {
        base: moved(
            analytics::threshold_assumptions(facts, &positions, bunched, costs),
            input,
        ),
        points: (
            input.points_each.unwrap_or(POINTS.0),
            input.points_needed.unwrap_or(POINTS.1),
            input.points_percent.unwrap_or(POINTS.2),
        ),
        redeemed: given_share(input.redeemed, {
            let (low, likely, high) = POINTS.3;
            Assumption::assumed(low, likely, high)
        }),
        gift: given_amount(input.gift_cost, {
            let of = |share: f64| share * as_f64(middle.unwrap_or(0));
            Assumption::assumed(of(GIFT.0), of(GIFT.1), of(GIFT.2))
        }),
    };
    let candidates = analytics::candidate_thresholds(facts, &positions);
    let reward = assumed.reward(input.reward, present);
    let advised = |candidates: &[i64]| {
        analytics::advise(facts, &positions, reward, candidates, &assumed.base)
    };
    let enough = positions.len() >= analytics::MIN_ORDERS as usize;
    let advice = enough.then(|| advised(&candidates));
    let effects: Vec<Effect> = advice.as_ref().map_or_else(Vec::new, |a| a.effects.clone());
    let best = advice
        .as_ref()
        .and_then(|advice| advice.effects.get(advice.best?))
        .map(|effect| effect.threshold);
    let days = advice.as_ref().map_or(1, |advice| advice.days.max(1));
    let looked_at = input
        .threshold
        .map(|at| at.0)
        .or(best)
        .or(present.filter(|at| free_shipping && *at > 0))
        .or_else(|| candidates.get(candidates.len() / 2).copied())
        .filter(|_| enough);
    let chosen = looked_at.map(|at| {
        let found = advised(&[at]).effects.first().copied();
        // The present threshold changes nothing.
        found.unwrap_or_else(|| unchanged(facts, &positions, at, assumed.base.reach))
    });
    let view = |effect: &Effect| effect_view(effect, days, currency);
    let lowest = |at: i64| at - rounded(as_f64(at) * assumed.base.reach);
    let amount = |minor| Amount::new(minor, currency);
    let text = |day: Option<Day>| day.unwrap_or(context.today).to_string();
    Ok(Thresholds {
        reward: input.reward,
        currency: currency.code().to_owned(),
        from: text(question.from),
        until: text(question.until),
        orders: u32::try_from(positions.len()).unwrap_or(u32::MAX),
        average: mean(facts, &positions).map(amount),
        present: present.filter(|at| *at > 0).map(amount),
        present_since: rule
            .filter(|_| rules.len() > 1 && input.present.is_none())
            .map(|rule| rule.from.to_string()),
        found: input.present.is_none() && present.is_some(),
        shipping_known: positions.iter().any(|at| facts.shipping[*at as usize] > 0),
        bars: bars(&explorer, &question, &positions, looked_at),
        just_below: looked_at.map(|at| just_below(facts, &positions, at, lowest(at), currency)),
        gathering: bunched.and_then(|at| gathering(facts, &positions, at, currency)),
        changes: past_changes(facts, &all, &rules, currency),
        costs_known: analytics::margin(facts, &positions, costs).known,
        assumed: assumed.view(currency),
        chosen: chosen.as_ref().map(view),
        effects: effects.iter().map(view).collect(),
        best: best.map(amount),
    })
}

/// How big the orders are, in bars of which one ends at the threshold where that can be.
fn bars(
    explorer: &Explorer,
    question: &Question,
    positions: &[u32],
    at: Option<i64>,
) -> Vec<SizeBar> {
    let amount = |minor| Amount::new(minor, question.currency);
    let bins = explorer.histogram(question, &[]).bins;
    let ends = bins.iter().filter_map(|bin| bin.from.zip(bin.until));
    let width = ends.map(|(from, until)| until - from).next().unwrap_or(0);
    let end = bins.last().and_then(|bin| bin.from).unwrap_or(0);
    let fits = |step: &i64| {
        let whole = |amount: i64| *step > 0 && amount % step == 0;
        at.is_some_and(whole) && whole(end) && end / step <= MOST_BARS
    };
    let finer = [1, 2, 4, 5].map(|part| if width % part == 0 { width / part } else { 0 });
    if let Some(step) = finer.into_iter().find(fits).filter(|step| *step < width) {
        let count = usize::try_from(end / step).unwrap_or(0);
        let counts = analytics::goods_histogram(explorer.facts(), positions, step, count);
        let bars = (0..).zip(counts).map(|(place, orders)| SizeBar {
            from: amount(place * step),
            until: (place * step < end).then(|| amount((place + 1) * step)),
            orders,
        });
        return bars.collect();
    }
    bins.iter()
        // Orders that came to less than nothing have no place on an axis from zero on.
        .filter_map(|bin| {
            Some(SizeBar {
                from: amount(bin.from?),
                until: bin.until.map(amount),
                orders: bin.orders,
            })
        })
        .collect()
}

/// What changes of the threshold did, newest first.
fn past_changes(
    facts: &Facts,
    all: &[u32],
    rules: &[ShippingRule],
    currency: Currency,
) -> Vec<PastChange> {
    let amount = |minor| Amount::new(minor, currency);
    let changes = analytics::threshold_changes(facts, analytics::Formula::Goods, all, rules);
    let view = |change: &analytics::ThresholdChange| PastChange {
        day: change.day.to_string(),
        before: change.before.map(amount),
        after: change.after.map(amount),
        orders_before: change.orders_before,
        orders_after: change.orders_after,
        aov: change.aov.map(|range| range_of(range, currency)),
        just_above: change.just_above.map(|share| share.likely),
    };
    changes.iter().rev().map(view).collect()
}

/// What is assumed, besides the threshold itself.
struct Assumed {
    base: ThresholdAssumptions,
    points: (u32, u32, u32),
    redeemed: Assumption,
    gift: Assumption,
}

impl Assumed {
    fn reward(&self, kind: RewardKind, present: Option<i64>) -> Reward {
        let (each, needed, percent) = self.points;
        match kind {
            RewardKind::FreeShipping => Reward::FreeShipping { present },
            RewardKind::Points => Reward::Points {
                each,
                needed,
                percent,
                at_most: None,
                redeemed: self.redeemed,
            },
            RewardKind::Gift => Reward::Gift { cost: self.gift },
        }
    }

    fn view(&self, currency: Currency) -> ThresholdAssumed {
        let (points_each, points_needed, points_percent) = self.points;
        ThresholdAssumed {
            reach: self.base.reach,
            tops_up: share_view(self.base.tops_up),
            leaves: share_view(self.base.leaves),
            margin: share_view(self.base.margin),
            shipping_cost: amount_view(self.base.shipping_cost, currency),
            shipping_charged: amount_view(self.base.shipping_charged, currency),
            points_each,
            points_needed,
            points_percent,
            redeemed: share_view(self.redeemed),
            gift_cost: amount_view(self.gift, currency),
        }
    }
}

fn check(input: &ThresholdsInput) -> Result<()> {
    let shares = [
        ("topsUp", input.tops_up),
        ("leaves", input.leaves),
        ("margin", input.margin),
        ("redeemed", input.redeemed),
    ];
    for (field, share) in shares {
        if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(ApiError::invalid(field, "Write a share from 0 to 100 %"));
        }
    }
    let amounts = [
        ("threshold", input.threshold),
        ("present", input.present),
        ("shippingCost", input.shipping_cost),
        ("giftCost", input.gift_cost),
    ];
    for (field, amount) in amounts {
        if amount.is_some_and(|amount| amount.0 < 0) {
            return Err(ApiError::invalid(field, "Write an amount of zero or more"));
        }
    }
    if input.points_needed == Some(0) {
        return Err(ApiError::invalid(
            "pointsNeeded",
            "Write a number above zero",
        ));
    }
    Ok(())
}

/// The orders of the last year that were placed under the present rule; all of them where these
/// are too few.
fn under_rule(facts: &Facts, year: Question, rule: Option<&ShippingRule>) -> Question {
    let since = rule.map(|rule| rule.from).filter(|from| {
        let orders = facts.positions(Some(*from), year.until).len();
        orders >= analytics::MIN_ORDERS as usize * 10
    });
    Question {
        from: year.from.max(since),
        ..year
    }
}

fn moved(base: ThresholdAssumptions, input: &ThresholdsInput) -> ThresholdAssumptions {
    ThresholdAssumptions {
        tops_up: given_share(input.tops_up, base.tops_up),
        leaves: given_share(input.leaves, base.leaves),
        margin: given_share(input.margin, base.margin),
        shipping_cost: given_amount(input.shipping_cost, base.shipping_cost),
        ..base
    }
}

fn given_share(said: Option<f64>, usual: Assumption) -> Assumption {
    said.map_or(usual, |share| Assumption::given(Range::exactly(share)))
}

fn given_amount(said: Option<Minor>, usual: Assumption) -> Assumption {
    said.map_or(usual, |minor| {
        Assumption::given(Range::exactly(as_f64(minor.0)))
    })
}

fn unchanged(facts: &Facts, positions: &[u32], at: i64, reach: f64) -> Effect {
    let near = analytics::near_threshold(facts, positions, at, at - rounded(as_f64(at) * reach));
    Effect {
        threshold: at,
        touched: Touched {
            above: near.at_or_above,
            within_reach: near.near,
            ..Touched::default()
        },
        aov: MoneyRange::default(),
        revenue: MoneyRange::default(),
        margin: MoneyRange::default(),
    }
}

fn effect_view(effect: &Effect, days: i64, currency: Currency) -> ThresholdEffect {
    let a_month = |range: MoneyRange| {
        let part = |minor: i64| {
            let exact = div_half_even(i128::from(minor) * i128::from(MONTH), i128::from(days));
            i64::try_from(exact).unwrap_or(i64::MAX)
        };
        let range = MoneyRange {
            low: part(range.low),
            likely: part(range.likely),
            high: part(range.high),
        };
        range_of(range, currency)
    };
    ThresholdEffect {
        threshold: Amount::new(effect.threshold, currency),
        above: effect.touched.above,
        within_reach: effect.touched.within_reach,
        lose_free_shipping: effect.touched.lose_free_shipping,
        aov: range_of(effect.aov, currency),
        revenue: a_month(effect.revenue),
        margin: a_month(effect.margin),
    }
}

fn just_below(
    facts: &Facts,
    positions: &[u32],
    at: i64,
    lowest: i64,
    currency: Currency,
) -> JustBelow {
    let near = analytics::near_threshold(facts, positions, at, lowest);
    let least = u32::try_from(positions.len() / 100).unwrap_or(u32::MAX);
    let fitting = analytics::one_item_short(facts, positions, at, lowest, least.max(5));
    let amount = |minor| Amount::new(minor, currency);
    JustBelow {
        lowest: amount(near.lowest),
        orders: near.near,
        mean_gap: near.mean_gap.map(amount),
        one_item: fitting.orders,
        items: fitting
            .items
            .iter()
            .take(ITEMS)
            .map(|item| FittingItem {
                id: facts.products.id[item.product as usize],
                name: facts.products.name[item.product as usize].clone(),
                price: amount(item.price),
                fits: item.fits,
            })
            .collect(),
    }
}

fn gathering(facts: &Facts, positions: &[u32], at: i64, currency: Currency) -> Option<Gathering> {
    let found = analytics::bunching(facts, positions, at, at - at / 5)?;
    Some(Gathering {
        found: found.found_above,
        expected: found.expected_above,
        up_to: Amount::new(found.highest, currency),
        topped_up: share_view(Assumption::measured(found.topped_up)),
    })
}

fn origin(from: analytics::Origin) -> Origin {
    match from {
        analytics::Origin::Measured => Origin::Measured,
        analytics::Origin::Assumed => Origin::Assumed,
        analytics::Origin::Given => Origin::Given,
    }
}

pub(crate) fn share_view(assumption: Assumption) -> AssumedShare {
    AssumedShare {
        low: assumption.value.low,
        likely: assumption.value.likely,
        high: assumption.value.high,
        from: origin(assumption.from),
    }
}

pub(crate) fn amount_view(assumption: Assumption, currency: Currency) -> AssumedAmount {
    let Range { low, likely, high } = assumption.value;
    let range = MoneyRange {
        low: rounded(low),
        likely: rounded(likely),
        high: rounded(high),
    };
    AssumedAmount {
        range: range_of(range, currency),
        from: origin(assumption.from),
    }
}

/// Minor units as a float, for statistics. Exact: single amounts lie within ±(2⁵³ − 1).
#[expect(clippy::cast_precision_loss, reason = "single amounts lie within 2^53")]
pub(crate) fn as_f64(minor: i64) -> f64 {
    minor as f64
}

/// The nearest whole number of minor units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float as an integer stays at its ends, and nothing is 0"
)]
pub(crate) fn rounded(value: f64) -> i64 {
    value.round_ties_even() as i64
}

fn mean(facts: &Facts, positions: &[u32]) -> Option<i64> {
    let goods = |at: &u32| i128::from(facts.goods[*at as usize]);
    let orders = i128::try_from(positions.len()).ok().filter(|n| *n > 0)?;
    let sum: i128 = positions.iter().map(goods).sum();
    i64::try_from(div_half_even(sum, orders)).ok()
}

/// The goods of the middle order.
fn middle(facts: &Facts, positions: &[u32]) -> Option<i64> {
    let mut goods: Vec<i64> = positions
        .iter()
        .map(|at| facts.goods[*at as usize])
        .collect();
    let half = goods.len() / 2;
    (!goods.is_empty()).then(|| *goods.select_nth_unstable(half).1)
}
