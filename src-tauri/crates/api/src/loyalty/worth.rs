//! What points cost the shop: what that leans on, and where each part of it comes from.

use pannier_analytics::{self as analytics, Assumption, Question, Range};
use pannier_core::Day;
use pannier_loyalty::{self as loyalty, CostBasis, Millionths, Programme, RewardCost};
use pannier_store::AssumedOfPoints;

use crate::{
    ApiError, Result, Shop,
    advice::{as_f64, rounded, share_view},
    views::{Amount, LoyaltyAssumed, LoyaltyAssumptions, PointsBuy},
};

/// Of points, the part that is spent, where nobody says: in the middle of what programmes see.
const REDEEMED: (f64, f64, f64) = (0.4, 0.6, 0.8);

/// Of rewards, the part that is never used, where nobody says.
const BREAKAGE: (f64, f64, f64) = (0.0, 0.1, 0.2);

/// What the cost of points leans on.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    pub(super) redeemed: Assumption,
    pub(super) breakage: Assumption,
    pub(super) margin: Assumption,
    tax: f64,
    shipping: Option<i64>,
    costs_known: Option<f64>,
    /// Of the orders that were looked at, in minor units.
    pub(super) goods: Vec<i64>,
}

impl Worth {
    /// What is said now, was said before, is measured in the orders of these days, or is usual.
    pub(super) fn of(
        shop: &Shop,
        said: &LoyaltyAssumptions,
        from: Day,
        until: Day,
    ) -> Result<Self> {
        check(said)?;
        let kept = shop.read(|tx| Ok(tx.assumed_of_points()?))?;
        let currency = shop.context()?.currency;
        let (_, explorer) = shop.explorer()?;
        let question = Question {
            from: Some(from),
            until: Some(until),
            ..Question::all(analytics::Formula::Goods, currency)
        };
        let positions = explorer.pick(&question);
        let facts = explorer.facts();
        let found = analytics::threshold_assumptions(facts, &positions, None, true);
        let usual = |(low, likely, high)| Assumption::assumed(low, likely, high);
        let charged = found.shipping_charged.value.likely;
        Ok(Self {
            redeemed: said_or(said.redeemed, kept.redeemed, usual(REDEEMED)),
            breakage: said_or(said.breakage, kept.breakage, usual(BREAKAGE)),
            margin: said_or(said.margin, kept.margin, found.margin),
            tax: found.tax_share,
            shipping: (charged > 0.0).then(|| rounded(charged)),
            costs_known: analytics::margin(facts, &positions, true).known,
            goods: positions
                .iter()
                .map(|position| facts.goods[*position as usize])
                .collect(),
        })
    }

    /// The part of points that costs something, as it likely is.
    pub(super) fn used(&self) -> Millionths {
        used(self.redeemed.value.likely, self.breakage.value.likely)
    }

    /// The same at the least and at the most.
    pub(super) fn used_range(&self) -> (Millionths, Millionths) {
        (
            used(self.redeemed.value.low, self.breakage.value.high),
            used(self.redeemed.value.high, self.breakage.value.low),
        )
    }

    pub(super) fn margin_share(&self) -> Millionths {
        millionths(self.margin.value.likely)
    }

    /// What the cheapest reward of a programme costs, where that can be told.
    pub(super) fn reward(
        &self,
        programme: &Programme,
        goods: impl Iterator<Item = i64>,
    ) -> Option<RewardCost> {
        loyalty::reward_cost(programme.cheapest_reward()?, goods, self.basis())
    }

    pub(super) fn basis(&self) -> CostBasis {
        CostBasis {
            tax: millionths(self.tax),
            margin: self.margin_share(),
            shipping: self.shipping,
        }
    }

    pub(super) fn view(&self) -> LoyaltyAssumed {
        LoyaltyAssumed {
            redeemed: share_view(self.redeemed),
            breakage: share_view(self.breakage),
            margin: share_view(self.margin),
            tax: self.tax,
            costs_known: self.costs_known,
        }
    }
}

/// What the points of a programme buy.
pub(super) fn points_buy(programme: &Programme, reward: Option<RewardCost>) -> Option<PointsBuy> {
    let cheapest = programme.cheapest_reward()?;
    let amount = |minor| Amount::new(minor, programme.currency);
    Some(PointsBuy {
        points: cheapest.costs,
        gives: programme.gives(&cheapest.gives),
        worth: reward.map(|reward| amount(reward.worth)),
        cost: reward.map(|reward| amount(reward.cost)),
    })
}

/// Keeps what the merchant takes for granted; what is not said is measured or usual from then on.
///
/// # Errors
/// [`crate::Code::Validation`] for a share that is none, or what the shop file says.
pub fn set_loyalty_assumptions(shop: &Shop, said: &LoyaltyAssumptions) -> Result<()> {
    check(said)?;
    let kept = |share: Option<f64>| share.map(|share| millionths(share).get());
    let said = AssumedOfPoints {
        redeemed: kept(said.redeemed),
        breakage: kept(said.breakage),
        margin: kept(said.margin),
    };
    shop.write(|tx| Ok(tx.put_assumed_of_points(&said)?))
}

fn check(said: &LoyaltyAssumptions) -> Result<()> {
    let shares = [
        ("redeemed", said.redeemed),
        ("breakage", said.breakage),
        ("margin", said.margin),
    ];
    for (field, share) in shares {
        if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(ApiError::invalid(field, "Write a share from 0 to 100 %"));
        }
    }
    Ok(())
}

fn said_or(said: Option<f64>, kept: Option<i64>, usual: Assumption) -> Assumption {
    let said = said.or_else(|| kept.map(|kept| as_f64(kept) / as_f64(Millionths::WHOLE.get())));
    said.map_or(usual, |share| Assumption::given(Range::exactly(share)))
}

fn used(redeemed: f64, breakage: f64) -> Millionths {
    millionths(redeemed).times(millionths(breakage).rest())
}

/// A share from 0 to 1; what is none of these is the nearest of them.
pub(super) fn millionths(share: f64) -> Millionths {
    Millionths::new(rounded(share * as_f64(Millionths::WHOLE.get())))
}
