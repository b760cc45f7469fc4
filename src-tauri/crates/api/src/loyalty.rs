//! The loyalty programme and its points: what is set, tried, posted, looked up and redeemed.

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_loyalty::{self as loyalty, Programme};
use pannier_store::{LedgerKind, ReadTx, WriteTx};

use crate::{
    ApiError, Code, Result, Shop,
    shop::day_of,
    views::{
        IssuedReward, LedgerLine, LoyaltyProgramme, PointsBalance, PointsPosted, ProgrammeSaid,
        ProgrammeTried, ProgrammeTriedMonth, RedeemedPoints,
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
        versions.push(ProgrammeSaid {
            starts_on: context.zone.day_of(record.starts_at).to_string(),
            has_begun: record.starts_at <= now,
            sentences: programme.sentences(),
            programme: record.rules.clone(),
        });
    }
    let holds = versions.iter().rposition(|version| version.has_begun);
    let to_begin_with = Programme::default_of(context.currency);
    Ok(LoyaltyProgramme {
        versions,
        holds: holds.map(|place| u32::try_from(place).unwrap_or(u32::MAX)),
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

/// What a programme would have given on the orders since a day, a year back where none is given.
///
/// # Errors
/// [`Code::Validation`] for a programme that makes no sense, or what the shop file says.
pub fn try_loyalty_programme(
    shop: &Shop,
    programme: &str,
    from: Option<&str>,
) -> Result<ProgrammeTried> {
    let programme = Programme::from_json(programme).map_err(loyalty::Error::from)?;
    let context = shop.context()?;
    let from = day_of("from", from)?.unwrap_or(context.today.plus_months(-12));
    let now = shop.clock().now();
    let tried = shop.read(|tx| Ok(loyalty::try_on_orders(tx, &programme, from, now)?))?;
    let near = tried.near.map(|near| near.orders);
    Ok(ProgrammeTried {
        from: from.to_string(),
        sentences: programme.sentences(),
        orders: tried.orders,
        earning_orders: tried.earning_orders,
        people: tried.people,
        points: tried.points,
        expired: tried.expired,
        rewards: tried.rewards,
        outstanding: tried.outstanding,
        near_threshold: near,
        months: tried.months.iter().map(month_view).collect(),
    })
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

/// The programme that holds at a moment.
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

fn month_view(month: &loyalty::TriedMonth) -> ProgrammeTriedMonth {
    ProgrammeTriedMonth {
        month: month.month.to_string(),
        points: month.points,
        expired: month.expired,
        rewards: month.rewards,
        outstanding: month.outstanding,
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
            | Loyal::TooManyPoints => Some(Code::Conflict),
        };
        match (code, error) {
            (None, Loyal::Store(error)) => error.into(),
            (code, error) => Self::new(code.unwrap_or(Code::Internal), error.to_string()),
        }
    }
}
