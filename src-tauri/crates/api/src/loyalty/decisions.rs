//! What the merchant does by hand: the programme, points, and rewards.

use pannier_core::CustomerId;
use pannier_loyalty::{self as loyalty, Programme};

use super::posted_view;
use crate::{
    ApiError, Code, Result, Shop,
    views::{
        AdjustPoints, Points, PointsPosted, ProgrammeAsked, ProgrammeRules, RedeemPoints,
        RedeemedPoints,
    },
};

/// Characters of a reason at most.
const LONGEST_REASON: usize = 200;

/// Sets the programme from a day on, from now on where none is named.
///
/// # Errors
/// As [`super::set_loyalty_programme`].
pub fn set_programme_rules(shop: &Shop, input: &ProgrammeAsked) -> Result<PointsPosted> {
    let programme = core_programme(&input.programme)?;
    super::set_loyalty_programme(shop, &programme.to_json(), input.from.as_deref())
}

/// The programme that a text is, as `programme show` prints it.
///
/// # Errors
/// [`Code::Validation`] for a text that is none.
pub fn read_programme(text: &str) -> Result<ProgrammeRules> {
    rules_view(&Programme::from_json(text).map_err(loyalty::Error::from)?)
}

/// Stops orders from earning points from now on, or lets them earn again.
///
/// # Errors
/// [`Code::Conflict`] where no programme holds yet, or what the shop file says.
pub fn pause_loyalty(shop: &Shop, paused: bool) -> Result<PointsPosted> {
    let now = shop.clock().now();
    let posted = shop.write(|tx| Ok(loyalty::set_paused(tx, paused, now)?))?;
    Ok(posted_view(posted))
}

/// Gives someone points by hand, or takes some where they are negative. Returns what they have to
/// spend then.
///
/// # Errors
/// [`Code::Validation`] for no points or no reason, [`Code::Conflict`] where more is taken than
/// there is, or what the shop file says.
pub fn adjust_points(shop: &Shop, input: &AdjustPoints) -> Result<Points> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let message = format!(
            "Say why, in up to {LONGEST_REASON} characters: it stands in the ledger. Nothing was \
             changed"
        );
        return Err(ApiError::invalid("reason", message));
    }
    let now = shop.clock().now();
    let points = input.points.0;
    let available = shop.write(|tx| {
        let person = tx.people()?.person(CustomerId(input.customer));
        Ok(loyalty::adjust(tx, person, points, reason, now)?)
    })?;
    Ok(Points(available))
}

/// Spends someone's points on a reward.
///
/// # Errors
/// As [`super::redeem_points`].
pub fn redeem_reward(shop: &Shop, input: &RedeemPoints) -> Result<RedeemedPoints> {
    super::redeem_points(shop, CustomerId(input.customer), input.reward)
}

/// Takes a reward back that was not used; the points it cost are there again. Returns what they have
/// to spend then.
///
/// # Errors
/// [`Code::NotFound`] for a code that was never given out, [`Code::Conflict`] for one that was used
/// or taken back, or what the shop file says.
pub fn undo_redemption(shop: &Shop, code: &str) -> Result<Points> {
    let now = shop.clock().now();
    let available = shop.write(|tx| Ok(loyalty::unredeem(tx, code, now)?))?;
    Ok(Points(available))
}

/// The code by which someone brings friends, made where they have none.
///
/// # Errors
/// What the shop file says.
pub fn friend_code(shop: &Shop, customer: CustomerId) -> Result<String> {
    let now = shop.clock().now();
    shop.write(|tx| Ok(loyalty::referral_code(tx, customer, now)?))
}

/// Both trees have one shape; a test holds them to it.
pub(super) fn core_programme(rules: &ProgrammeRules) -> Result<Programme> {
    let value = serde_json::to_value(rules);
    value.and_then(serde_json::from_value).map_err(|error| {
        ApiError::invalid(
            "programme",
            format!("This programme cannot be read: {error}"),
        )
    })
}

/// The programme over the boundary.
pub(super) fn rules_view(programme: &Programme) -> Result<ProgrammeRules> {
    let value = serde_json::to_value(programme);
    value.and_then(serde_json::from_value).map_err(|error| {
        let message = format!("The programme cannot be shown: {error}");
        ApiError::new(Code::Internal, message)
    })
}
