//! A programme tried on past orders, beside the same with other thresholds.

use pannier_core::{Currency, Money, div_half_even};
use pannier_loyalty::{
    self as loyalty, Millionths, Near, PastOrders, Programme, RewardCost, Tried,
};
use pannier_report::{Finite, Locale};

use super::{
    decisions::{core_programme, rules_view},
    worth::{Worth, points_buy},
};
use crate::{
    ApiError, Result, Shop,
    advice::as_f64,
    shop::day_of,
    views::{
        Amount, AmountRange, FormulaSaid, NearThreshold, ProgrammeTried, ProgrammeTriedMonth,
        ProgrammesTried, TryProgramme,
    },
};

/// Thresholds that are held beside a programme at most.
const MOST_BESIDE: usize = 6;

/// What a programme would have given on past orders, what that costs and what pays for it; and the
/// same for thresholds that lie near. How it is worked out is said by [`pannier_loyalty`], and in
/// the answer, with the numbers.
///
/// # Errors
/// [`crate::Code::Validation`] for a programme that makes no sense, a threshold that it cannot
/// have, or a share that is none; or what the shop file says.
pub fn try_programme_rules(shop: &Shop, input: &TryProgramme) -> Result<ProgrammesTried> {
    let programme = core_programme(&input.programme)?;
    let context = shop.context()?;
    programme
        .check(context.currency)
        .map_err(loyalty::Error::from)?;
    let from = day_of("from", input.from.as_deref())?.unwrap_or(context.today.plus_months(-12));
    let mut programmes = beside(&programme, input)?;
    programmes.insert(0, programme);
    let now = shop.clock().now();
    let (past, tried) = shop.read(|tx| {
        let past = PastOrders::read(tx, &programmes, from, now)?;
        let tried = programmes.iter().map(|one| past.try_programme(tx, one));
        let tried: Vec<Tried> = tried.collect::<loyalty::Result<_>>()?;
        Ok((past, tried))
    })?;
    let worth = Worth::of(shop, &input.assumed, from, context.today.plus_days(1))?;
    let told = Told {
        currency: context.currency,
        locale: Locale::of_region(&context.country),
        reward: worth.reward(&programmes[0], past.goods()),
        worth,
    };
    let first = &tried[0];
    let one = |place: usize| told.one(&programmes[place], &tried[place], first, &past);
    let beside = (1..tried.len()).map(one).collect::<Result<_>>()?;
    Ok(ProgrammesTried {
        from: from.to_string(),
        to: context.today.to_string(),
        orders: first.all_orders,
        goods: Amount::new(first.goods, context.currency),
        average: mean(first.goods, first.all_orders)
            .map(|mean| Amount::new(mean, context.currency)),
        buy: points_buy(&programmes[0], told.reward),
        assumed: told.worth.view(),
        formulas: told.formulas(&programmes[0], first),
        this: one(0)?,
        beside,
        months: first.months.iter().map(|month| told.month(month)).collect(),
    })
}

/// The programme with the thresholds that are asked for, or that lie near.
fn beside(programme: &Programme, input: &TryProgramme) -> Result<Vec<Programme>> {
    let asked: Vec<i64> = match &input.thresholds {
        None => programme.neighbouring_thresholds(),
        Some(asked) => asked.iter().map(|to| to.0).collect(),
    };
    if asked.len() > MOST_BESIDE {
        return Err(ApiError::invalid(
            "thresholds",
            "Hold at most 6 thresholds beside the programme",
        ));
    }
    if !asked.is_empty() && programme.threshold().is_none() {
        return Err(ApiError::invalid(
            "thresholds",
            "No rule of this programme begins at an amount",
        ));
    }
    asked
        .into_iter()
        .map(|to| {
            let other = programme.with_threshold(to);
            let checked = other.check(programme.currency);
            checked.map_err(loyalty::Error::from)?;
            Ok(other)
        })
        .collect()
}

/// What figures are told with.
struct Told {
    currency: Currency,
    locale: Locale,
    worth: Worth,
    reward: Option<RewardCost>,
}

impl Told {
    fn one(
        &self,
        programme: &Programme,
        tried: &Tried,
        base: &Tried,
        past: &PastOrders,
    ) -> Result<ProgrammeTried> {
        let amount = |minor| Amount::new(minor, self.currency);
        let money = self.reward.map(|reward| self.money(&reward, tried, base));
        let threshold = programme.threshold();
        let above = threshold.map(|from| past.goods().filter(|goods| *goods >= from).count());
        Ok(ProgrammeTried {
            programme: rules_view(programme)?,
            sentences: programme.sentences(),
            threshold: threshold.map(amount),
            earning_orders: tried.earning_orders,
            orders_above: above.map(|count| count as u64),
            people: tried.people,
            points: tried.points,
            expired: tried.expired,
            rewards: tried.rewards,
            outstanding: tried.outstanding,
            cost: money.as_ref().map(|money| AmountRange {
                low: amount(money.low),
                likely: amount(money.likely),
                high: amount(money.high),
            }),
            cost_at_most: money.as_ref().map(|money| amount(money.at_most)),
            liability: self.liability(tried.outstanding),
            near: tried.near.as_ref().map(|near| NearThreshold {
                within: amount(near.within),
                orders: near.orders,
                mean_gap: mean(near.gap, near.orders).map(amount),
            }),
            rise: money.as_ref().and_then(|money| money.rise).map(as_share),
            average_needed: money
                .as_ref()
                .and_then(|money| money.rise)
                .and_then(|rise| raised(tried, rise))
                .map(amount),
            top_ups: money.as_ref().and_then(|money| money.top_ups),
            costs_more: money.as_ref().map(|money| amount(money.more)),
            more_top_ups: money.as_ref().and_then(|money| money.more_top_ups),
            verdict: self.verdict(tried, money.as_ref()),
        })
    }

    fn money(&self, reward: &RewardCost, tried: &Tried, base: &Tried) -> MoneyOf {
        let used = self.worth.used();
        let (least, most) = self.worth.used_range();
        let cost = |tried: &Tried, used| reward.of_points(tried.points - tried.expired, used);
        let likely = cost(tried, used);
        let more = likely.saturating_sub(cost(base, used));
        let even = |cost| {
            let margin = self.worth.margin_share();
            loyalty::break_even(cost, tried.goods, margin, tried.near.as_ref(), reward, used)
        };
        let whole = even(likely);
        MoneyOf {
            low: cost(tried, least),
            likely,
            high: cost(tried, most),
            at_most: cost(tried, Millionths::WHOLE),
            rise: whole.rise,
            top_ups: whole.top_ups,
            more,
            more_top_ups: even(more).top_ups.filter(|_| more > 0),
        }
    }

    fn liability(&self, points: i64) -> Option<Amount> {
        let cost = self.reward?.of_points(points, self.worth.used());
        Some(Amount::new(cost, self.currency))
    }

    fn month(&self, month: &loyalty::TriedMonth) -> ProgrammeTriedMonth {
        ProgrammeTriedMonth {
            month: month.month.to_string(),
            points: month.points,
            expired: month.expired,
            rewards: month.rewards,
            outstanding: month.outstanding,
            liability: self.liability(month.outstanding),
        }
    }

    fn says(&self, minor: i64) -> String {
        self.locale.money(Money::new(minor, self.currency))
    }

    fn counts(&self, count: u64) -> String {
        self.locale.count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn percent(&self, share: f64) -> String {
        let percent = share * 100.0;
        let digits = u8::from((percent - percent.round()).abs() > 0.05);
        Finite::new(share).map_or_else(String::new, |share| self.locale.percent(share, digits))
    }

    /// What it costs and what pays for it. It is no forecast: what people would have done is not
    /// in the orders.
    fn verdict(&self, tried: &Tried, money: Option<&MoneyOf>) -> String {
        let Some(money) = money else {
            return "What the reward costs cannot be told. Say what it is worth".to_owned();
        };
        if money.likely <= 0 {
            return "It costs nothing, since no order earns points".to_owned();
        }
        let cost = self.says(money.likely);
        let rise = money.rise.map(|rise| {
            let rise = self.percent(as_share(rise));
            format!("if goods rise by {rise}")
        });
        let top_ups = tried
            .near
            .as_ref()
            .zip(money.top_ups)
            .filter(|(near, needed)| *needed <= near.orders)
            .map(|(near, needed)| self.topped_up(near, needed));
        let ways: Vec<String> = top_ups.into_iter().chain(rise).collect();
        if ways.is_empty() {
            return format!("It likely costs {cost}. No rise pays for that at this margin");
        }
        format!(
            "It likely costs {cost}. It pays for itself {}",
            ways.join(", or ")
        )
    }

    fn topped_up(&self, near: &Near, needed: u64) -> String {
        let verb = if needed == 1 { "is" } else { "are" };
        format!(
            "if {} of the {} orders that ended {} or less below {} {verb} topped up",
            self.counts(needed),
            self.counts(near.orders),
            self.says(near.within),
            self.says(near.threshold)
        )
    }

    /// The formulas with the numbers of a programme.
    fn formulas(&self, programme: &Programme, tried: &Tried) -> Vec<FormulaSaid> {
        let said = |name: &str, sentence: String| FormulaSaid {
            name: name.to_owned(),
            sentence,
        };
        let (Some(reward), Some(cheapest)) = (self.reward, programme.cheapest_reward()) else {
            return Vec::new();
        };
        let money = self.money(&reward, tried, tried);
        let points = self.locale.count(tried.points - tried.expired);
        let (redeemed, breakage, margin) = (
            self.percent(self.worth.redeemed.value.likely),
            self.percent(self.worth.breakage.value.likely),
            self.percent(self.worth.margin.value.likely),
        );
        let takes = self.locale.count(reward.points);
        let mut all = vec![
            said(
                "Cost of a reward",
                format!(
                    "{}: worth {} on average, {} without the tax in it and, for a product, \
                     without its margin",
                    programme.gives(&cheapest.gives),
                    self.says(reward.worth),
                    self.says(reward.cost)
                ),
            ),
            said(
                "Likely cost",
                format!(
                    "{points} points given and not expired ÷ {takes} points for a reward × {} \
                     × {redeemed} spent × (100% − {breakage} never used) = {}",
                    self.says(reward.cost),
                    self.says(money.likely)
                ),
            ),
            said(
                "Liability",
                format!(
                    "{} points left ÷ {takes} × {} × {redeemed} × (100% − {breakage}) = {}",
                    self.locale.count(tried.outstanding),
                    self.says(reward.cost),
                    self.says(reward.of_points(tried.outstanding, self.worth.used()))
                ),
            ),
            said(
                "Rise that pays for it",
                match money.rise {
                    Some(rise) => format!(
                        "{} ÷ ({} of goods × {margin} margin − {}) = {}, since a rise earns \
                         points as well",
                        self.says(money.likely),
                        self.says(tried.goods),
                        self.says(money.likely),
                        self.percent(as_share(rise))
                    ),
                    None => format!(
                        "None: {} of goods × {margin} margin is no more than the cost of {}",
                        self.says(tried.goods),
                        self.says(money.likely)
                    ),
                },
            ),
        ];
        if let Some(near) = tried.near.as_ref().filter(|near| near.orders > 0) {
            let gap = mean(near.gap, near.orders).unwrap_or(0);
            let points = reward.of_points(near.points, self.worth.used());
            let sum = format!(
                "{} ÷ ({} missing on average × {margin} margin − {} for the points of such an \
                 order)",
                self.says(money.likely),
                self.says(gap),
                self.says(points)
            );
            let sentence = match money.top_ups {
                Some(needed) => format!(
                    "{sum} = {} of {} orders",
                    self.counts(needed),
                    self.counts(near.orders)
                ),
                None => format!("{sum}: each would cost more than it brings"),
            };
            all.push(said("Orders to be topped up", sentence));
        }
        all
    }
}

/// Money of one programme, in minor units.
struct MoneyOf {
    low: i64,
    likely: i64,
    high: i64,
    at_most: i64,
    rise: Option<i64>,
    top_ups: Option<u64>,
    more: i64,
    more_top_ups: Option<u64>,
}

/// The average order once goods have risen by so many millionths.
fn raised(tried: &Tried, rise: i64) -> Option<i64> {
    let orders = i128::from(tried.all_orders);
    let whole = i128::from(Millionths::WHOLE.get());
    let goods = i128::from(tried.goods).checked_mul(whole + i128::from(rise))?;
    (orders > 0)
        .then(|| div_half_even(goods, orders * whole))
        .and_then(|mean| i64::try_from(mean).ok())
}

fn mean(sum: i64, count: u64) -> Option<i64> {
    let count = i128::from(count);
    (count > 0)
        .then(|| div_half_even(i128::from(sum), count))
        .and_then(|mean| i64::try_from(mean).ok())
}

fn as_share(millionths: i64) -> f64 {
    as_f64(millionths) / as_f64(Millionths::WHOLE.get())
}
