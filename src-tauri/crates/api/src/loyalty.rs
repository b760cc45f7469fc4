//! The loyalty programme and its points: what is set, tried, posted, looked up and redeemed.

mod book;
mod codes;
pub(crate) mod codes_file {
    //! How codes are written to files, for codes of campaigns too.
    pub(crate) use super::codes::{
        Handed,
        file::{Writing, columns, text},
        promotion,
    };
}
mod customer;
mod decisions;
mod effect;
mod following;
mod liability;
mod lines;
mod members;
mod statement;
mod trial;
mod worth;

use pannier_core::{CustomerId, Day, ShopZone, Timestamp};
use pannier_loyalty::{self as loyalty, Programme};
use pannier_store::{LedgerKind, ReadTx, WriteTx};

pub(crate) use book::LoyaltyCache;
pub use codes::{codes_file_name, give_reward_to, preview_codes, reward_codes, write_codes};
pub use customer::points_variables;
pub(crate) use customer::{all_points, customer_points};
pub use decisions::{
    adjust_points, friend_code, pause_loyalty, read_programme, redeem_reward, set_programme_rules,
    undo_redemption,
};
pub use effect::{loyalty_effect, preview_loyalty_start, set_loyalty_start, stop_loyalty_start};
pub use liability::{export_liability, liability};
pub use lines::{export_ledger, list_ledger};
pub use members::{list_members, loyalty_overview, member_detail};
pub use statement::points_statement;
pub use trial::try_programme_rules;
pub use worth::set_loyalty_assumptions;

use crate::{
    ApiError, Code, Result, Shop,
    shop::day_of,
    views::{
        IssuedReward, LedgerLine, LoyaltyProgramme, PointsBalance, PointsPosted, ProgrammeHolds,
        ProgrammeSaid, RedeemedPoints,
    },
};

/// Brings the ledger to what the orders and the clock make of it. Adds nothing where nothing
/// changed, or where there is no programme.
///
/// # Errors
/// What the shop file says.
pub fn post_points(shop: &Shop) -> Result<PointsPosted> {
    // Most shops have none, and nobody waits for the right to write then.
    if !shop.read(|tx| Ok(tx.has_programme()?))? {
        return Ok(posted_view(loyalty::Posted::default()));
    }
    following::freeze_followed(shop)?;
    let now = shop.clock().now();
    let posted = shop.write(|tx| Ok(loyalty::post(tx, now)?))?;
    Ok(posted_view(posted))
}

/// Posts what a transaction changed, as its last part. An import is not refused for points that
/// cannot be counted: it is posted as soon as they can, and whoever posts by hand is told.
///
/// # Errors
/// What the shop file says.
pub(crate) fn post_in(shop: &Shop, tx: &WriteTx) -> Result<()> {
    match loyalty::post(tx, shop.clock().now()) {
        Ok(_) => Ok(()),
        Err(loyalty::Error::Store(error)) => Err(error.into()),
        Err(_) => Ok(tx.everything_is_due()?),
    }
}

/// Posts what orders and the clock changed since the last posting, where there is any of that.
fn catch_up(shop: &Shop) -> Result<()> {
    let now = shop.clock().now();
    let is_due = shop.read(|tx| {
        let state = tx.ledger_state()?;
        let waits = tx.has_programme()? && (state.is_none() || tx.has_ledger_due()?);
        let zone = tx.shop()?.zone;
        let is_another_day = state.is_some_and(|(at, _)| zone.day_of(at) < zone.day_of(now));
        let waits = waits || (is_another_day && loyalty::gives_for_birthdays(tx)?);
        Ok(waits || !tx.ledger_holders_due(now)?.is_empty())
    })?;
    if is_due {
        post_points(shop)?;
    }
    Ok(())
}

/// The programme as it holds now, and what comes later; the one to begin with where there is none.
///
/// # Errors
/// What the shop file says.
pub fn loyalty_programme(shop: &Shop) -> Result<LoyaltyProgramme> {
    let context = shop.context()?;
    let now = shop.clock().now();
    let records = shop.read(|tx| Ok(tx.programmes()?))?;
    let mut versions = Vec::with_capacity(records.len());
    for record in &records {
        let programme = Programme::from_json(&record.rules).map_err(loyalty::Error::from)?;
        // A later word holds over an earlier one, also over one that was to begin later.
        let after = records.iter().filter(|other| other.id > record.id);
        let ends_at = after.map(|other| other.starts_at).min();
        let holds = match ends_at {
            Some(ends_at) if ends_at <= record.starts_at => ProgrammeHolds::Never,
            Some(ends_at) if ends_at <= now => ProgrammeHolds::Before,
            _ if record.starts_at <= now => ProgrammeHolds::Now,
            _ => ProgrammeHolds::Later,
        };
        versions.push(ProgrammeSaid {
            starts_on: context.zone.day_of(record.starts_at).to_string(),
            has_begun: record.starts_at <= now,
            ends_on: ends_at.map(|at| context.zone.day_of(at).to_string()),
            holds,
            sentences: programme.sentences(),
            rules: decisions::rules_view(&programme)?,
            programme: record.rules.clone(),
        });
    }
    let holds = versions.iter().rposition(|version| version.has_begun);
    let to_begin_with = Programme::default_of(context.currency);
    Ok(LoyaltyProgramme {
        versions,
        holds: holds.map(|place| u32::try_from(place).unwrap_or(u32::MAX)),
        begin: decisions::rules_view(&to_begin_with)?,
        suggested: to_begin_with.to_json(),
        suggested_sentences: to_begin_with.sentences(),
    })
}

/// Sets the programme from a day on, from now on where none is given.
///
/// # Errors
/// [`Code::Validation`] for a programme that makes no sense or begins in the past, or what the shop
/// file says.
pub fn set_loyalty_programme(
    shop: &Shop,
    programme: &str,
    starts_on: Option<&str>,
) -> Result<PointsPosted> {
    let programme = Programme::from_json(programme).map_err(loyalty::Error::from)?;
    let zone = shop.context()?.zone;
    let now = shop.clock().now();
    let starts_at = day_of("startsOn", starts_on)?.map(|day| zone.start_of(day));
    shop.read(|tx| Ok(following::check_followed(tx, &programme)?))?;
    following::freeze_first(shop, &programme)?;
    let posted = shop.write(|tx| {
        // Today means from now on, once there is a programme: this morning's orders are past.
        let today = zone.start_of(zone.day_of(now));
        let starts_at = match starts_at {
            Some(at) if at == today && tx.has_programme()? => None,
            at => at,
        };
        Ok(loyalty::set_programme(tx, &programme, starts_at, now)?)
    })?;
    Ok(posted_view(posted))
}

/// Notes that members were told that their points will expire.
///
/// # Errors
/// [`Code::Conflict`] without a programme, or what the shop file says.
pub fn tell_of_expiry(shop: &Shop) -> Result<PointsPosted> {
    let now = shop.clock().now();
    let posted = shop.write(|tx| Ok(loyalty::tell_of_expiry(tx, now)?))?;
    Ok(posted_view(posted))
}

/// What someone has, from what was posted so far.
///
/// # Errors
/// What the shop file says.
pub fn points_balance(shop: &Shop, customer: CustomerId) -> Result<PointsBalance> {
    let now = shop.clock().now();
    let zone = shop.context()?.zone;
    shop.read(|tx| {
        let balance = loyalty::balance(tx, customer, now)?;
        let cheapest = current(tx, now)?.and_then(|programme| {
            let costs = programme.cheapest_reward()?.costs;
            Some((costs - balance.available).max(0))
        });
        Ok(PointsBalance {
            available: balance.available,
            pending: balance.pending,
            next_expiry_points: balance.next_expiry.map(|(_, points)| points),
            // The last day on which they can be spent.
            next_expiry_on: balance
                .next_expiry
                .map(|(at, _)| zone.day_of(at).plus_days(-1).to_string()),
            to_next_reward: cheapest,
        })
    })
}

/// The lines of someone's points, the oldest first.
///
/// # Errors
/// What the shop file says.
pub fn points_lines(shop: &Shop, customer: CustomerId) -> Result<Vec<LedgerLine>> {
    let zone = shop.context()?.zone;
    let lines = shop.read(|tx| Ok(loyalty::lines(tx, customer)?))?;
    Ok(lines
        .iter()
        .map(|line| line_view(line, |at| zone.day_of(at)))
        .collect())
}

/// Spends someone's points on a reward.
///
/// # Errors
/// [`Code::Conflict`] says why not, or what the shop file says.
pub fn redeem_points(shop: &Shop, customer: CustomerId, reward: u32) -> Result<RedeemedPoints> {
    let now = shop.clock().now();
    let issued = shop.write(|tx| Ok(loyalty::redeem(tx, customer, reward, now)?))?;
    Ok(RedeemedPoints {
        available: issued.available,
        reward: IssuedReward {
            code: issued.code,
            gives: issued.gives,
            valid_until: issued.valid_until.map(|day| day.to_string()),
        },
    })
}

/// Names of the tiers of the programme that holds now, the lowest first.
pub(crate) fn tier_names(shop: &Shop) -> Result<Vec<String>> {
    let now = shop.clock().now();
    let programme = shop.read(|tx| current(tx, now))?;
    let plan = programme.and_then(|programme| programme.tiers);
    let tiers = plan.map(|plan| plan.tiers).unwrap_or_default();
    Ok(tiers.into_iter().map(|tier| tier.name).collect())
}

/// The last day on which points can be spent that go at a moment.
pub(crate) fn last_day_of(zone: ShopZone, goes_at: Timestamp) -> Day {
    zone.day_of(goes_at).plus_days(-1)
}

/// The programme that holds at a moment.
pub(crate) fn current_programme(tx: &ReadTx, now: Timestamp) -> Result<Option<Programme>> {
    current(tx, now)
}

fn current(tx: &ReadTx, now: Timestamp) -> Result<Option<Programme>> {
    let records = tx.programmes()?;
    let holds = records.iter().rfind(|record| record.starts_at <= now);
    let programme = holds.map(|record| Programme::from_json(&record.rules));
    Ok(programme.transpose().map_err(loyalty::Error::from)?)
}

fn posted_view(posted: loyalty::Posted) -> PointsPosted {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    PointsPosted {
        orders: count(posted.orders),
        people: count(posted.people),
        lines: count(posted.rows),
    }
}

fn line_view(line: &loyalty::Line, day: impl Fn(Timestamp) -> Day) -> LedgerLine {
    let row = &line.row;
    let order = line
        .order_number
        .as_ref()
        .map(|number| format!("order {number}"));
    let text = match row.kind {
        LedgerKind::Earn | LedgerKind::Bonus => order.unwrap_or_else(|| "an order".to_owned()),
        LedgerKind::Reverse => match (row.lot, order) {
            (Some(_), _) => "did not expire after all".to_owned(),
            (None, Some(order)) => format!("taken back for {order}"),
            (None, None) => "taken back for an order".to_owned(),
        },
        LedgerKind::Redeem => "spent on a reward".to_owned(),
        LedgerKind::Unredeem => "reward taken back".to_owned(),
        LedgerKind::Expire => "expired".to_owned(),
        LedgerKind::Adjust => line.reason.clone().unwrap_or_else(|| "by hand".to_owned()),
        LedgerKind::Opening => "brought from elsewhere".to_owned(),
    };
    LedgerLine {
        number: row.id,
        recorded_on: day(row.recorded_at).to_string(),
        effective_on: day(row.effective_at).to_string(),
        kind: row.kind.word().to_owned(),
        text,
        points: row.points,
        sum: line.sum,
    }
}

impl From<loyalty::Error> for ApiError {
    fn from(error: loyalty::Error) -> Self {
        use loyalty::Error as Loyal;
        let code = match &error {
            Loyal::Store(_) => None,
            Loyal::Programme(_) | Loyal::BeginsInThePast | Loyal::BadPoints(_) => {
                Some(Code::Validation)
            }
            Loyal::NoReward(_) | Loyal::NoCode(_) | Loyal::NoCustomer(_) => Some(Code::NotFound),
            Loyal::NoProgramme
            | Loyal::NotEnough { .. }
            | Loyal::HadBefore(_)
            | Loyal::AllGone(_)
            | Loyal::NotForPoints(_)
            | Loyal::NotOpen { .. }
            | Loyal::StartedAlready
            | Loyal::NoStart
            | Loyal::TooManyPoints => Some(Code::Conflict),
        };
        match (code, error) {
            (None, Loyal::Store(error)) => error.into(),
            (code, error) => Self::new(code.unwrap_or(Code::Internal), error.to_string()),
        }
    }
}
