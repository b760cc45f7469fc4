//! Who has points: the figures on top, the list, and one member.

use std::sync::Arc;

use pannier_core::{CustomerId, ShopZone, Timestamp};
use pannier_loyalty::{Expiry, Programme, Reward};
use pannier_store::{ReadTx, RewardRecord};

use super::book::{Book, Member, book};
use crate::{
    ApiError, Code, Result, Shop,
    customers::{found, name_ranks},
    shop::lock,
    views::{
        ListMembers, LoyaltyOverview, MemberDetail, MemberPage, MemberReward, MemberRow,
        MemberSort, MembersOnly, Points, RewardGives, RewardState,
    },
};

/// The most rows a page may have.
const PAGE_LIMIT: u32 = 200;

/// Members in the order of a list.
#[derive(Debug)]
pub(super) struct List {
    /// What they are members of.
    book: Arc<Book>,
    /// What was asked, without the page.
    asked: ListMembers,
    /// Places in the members of the book.
    places: Vec<usize>,
}

/// The programme in numbers. What orders and the clock changed is posted first.
///
/// # Errors
/// What the shop file says.
pub fn loyalty_overview(shop: &Shop) -> Result<LoyaltyOverview> {
    let book = book(shop)?;
    let context = shop.context()?;
    let now = shop.clock().now();
    let month = context.today.month_start();
    let (programme, rewards, warnings) = shop.read(|tx| {
        Ok((
            super::current(tx, now)?,
            tx.rewards()?,
            tx.expiry_warnings()?,
        ))
    })?;
    let count = |is: &dyn Fn(&Member) -> bool| {
        let members = book.members.iter().filter(|member| is(member));
        u32::try_from(members.count()).unwrap_or(u32::MAX)
    };
    let pending: i64 = book.members.iter().map(|member| member.pending).sum();
    let spendable: i64 = book
        .members
        .iter()
        .map(|member| book.available(member).max(0))
        .sum();
    let points = spendable.saturating_add(pending);
    let cheapest = book.points.cheapest.filter(|costs| *costs > 0);
    let expires = programme.is_some_and(|programme| programme.expiry != Expiry::Never);
    let out: Vec<&RewardRecord> = rewards
        .iter()
        .filter(|reward| reward.taken_back_at.is_none())
        .collect();
    let used = out.iter().filter(|reward| reward.uses > 0).count();
    let few = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(LoyaltyOverview {
        members: few(book.members.len()),
        joined: count(&|member| context.zone.day_of(member.joined) >= month),
        month: month.to_string(),
        points: Points(points),
        pending: Points(pending),
        rewards_worth: cheapest.map(|costs| u32::try_from(points / costs).unwrap_or(u32::MAX)),
        owing: count(&|member| book.available(member) < 0),
        can_use: count(&|member| book.can_use(member)),
        one_order: Points(book.points.one_order),
        one_order_away: count(&|member| book.is_one_order_away(member)),
        rewards_out: few(out.len()),
        rewards_used: few(used),
        expires,
        told_on: warnings
            .last()
            .map(|at| context.zone.day_of(*at).to_string()),
    })
}

/// A part of the list of members.
///
/// # Errors
/// What the shop file says.
pub fn list_members(shop: &Shop, input: &ListMembers) -> Result<MemberPage> {
    let book = book(shop)?;
    let list = listed(shop, &book, input)?;
    let start = (input.offset as usize).min(list.places.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(list.places.len());
    let members: Vec<&Member> = list.places[start..end]
        .iter()
        .map(|place| &book.members[*place])
        .collect();
    Ok(MemberPage {
        total: u32::try_from(list.places.len()).unwrap_or(u32::MAX),
        generation: book.generation,
        rows: rows(shop, &book, &members)?,
    })
}

/// One member with the rewards they had.
///
/// # Errors
/// [`Code::NotFound`] for someone who never had points, or what the shop file says.
pub fn member_detail(shop: &Shop, customer: CustomerId) -> Result<MemberDetail> {
    let book = book(shop)?;
    let context = shop.context()?;
    let person = shop.read(|tx| Ok(tx.people()?.person(customer)))?;
    let member = book
        .member(person)
        .ok_or_else(|| ApiError::new(Code::NotFound, "They have no points yet"))?;
    let row = rows(shop, &book, &[member])?.pop();
    let row = row.ok_or_else(|| ApiError::new(Code::NotFound, "This customer is gone"))?;
    let (rewards, friend_code) = shop.read(|tx| {
        let accounts: Vec<i64> = tx
            .ledger_accounts()?
            .iter()
            .filter(|account| account.holder == member.holder)
            .map(|account| account.id)
            .collect();
        let mut own = tx.rewards()?;
        own.retain(|reward| accounts.contains(&reward.account));
        let uses = tx.reward_uses()?;
        let mut rewards = Vec::with_capacity(own.len());
        for reward in own.iter().rev() {
            let used = uses.iter().find(|(_, used)| *used == reward.id);
            let number = match used {
                Some((order, _)) => tx.ledger_order_numbers(&[*order])?.remove(order),
                None => None,
            };
            let today = context.today.to_string();
            rewards.push(reward_view(reward, number, context.zone, &today));
        }
        Ok((rewards, tx.referral_code_of(member.holder)?))
    })?;
    Ok(MemberDetail {
        row,
        rewards,
        friend_code,
    })
}

fn reward_view(
    record: &RewardRecord,
    used_on: Option<String>,
    zone: ShopZone,
    today: &str,
) -> MemberReward {
    let valid_until = record.valid_until.map(|day| day.to_string());
    let state = if record.uses > 0 {
        RewardState::Used
    } else if record.taken_back_at.is_some() {
        RewardState::TakenBack
    } else if valid_until.as_deref().is_some_and(|last| last < today) {
        RewardState::Expired
    } else {
        RewardState::Open
    };
    MemberReward {
        code: record.code.clone(),
        gives: gives_view(&record.terms),
        costs: Points(
            reward_of(&record.terms).map_or(0, |reward| match record.row {
                Some(_) => reward.costs,
                None => 0,
            }),
        ),
        issued_on: zone.day_of(record.issued_at).to_string(),
        valid_until,
        state,
        used_on,
    }
}

fn reward_of(terms: &str) -> Option<Reward> {
    // What it gives can only fail to be read in a file that somebody else wrote to.
    serde_json::from_str(terms).ok()
}

/// What a reward gives, from how it is kept.
pub(super) fn gives_view(terms: &str) -> Option<RewardGives> {
    let value = serde_json::to_value(reward_of(terms)?.gives).ok()?;
    serde_json::from_value(value).ok()
}

/// The last day on which points can be spent that go at a moment.
pub(super) fn last_day(zone: ShopZone, goes: Timestamp) -> String {
    zone.day_of(goes).plus_days(-1).to_string()
}

fn rows(shop: &Shop, book: &Book, members: &[&Member]) -> Result<Vec<MemberRow>> {
    let zone = shop.context()?.zone;
    let ids: Vec<CustomerId> = members.iter().map(|member| member.customer).collect();
    let cards = shop.read(|tx| Ok(tx.customer_cards(&ids)?))?;
    let mut cards = cards.iter().peekable();
    let rows = members.iter().filter_map(|member| {
        let card = cards.next_if(|card| card.id == member.customer)?;
        let points = book.available(member);
        let cheapest = book.points.cheapest;
        let tier = &book.points.tier;
        let at = book.points.tier(member.person) as usize;
        Some(MemberRow {
            customer: member.customer.0,
            name: card.called(),
            email: card.email.clone(),
            points: Points(points),
            pending: Points(member.pending),
            to_next: cheapest.map(|costs| Points((costs - points).max(0))),
            one_order_away: book.is_one_order_away(member),
            next_expiry: member.next_expiry.map(|(_, points)| Points(points)),
            next_expiry_on: member.next_expiry.map(|(at, _)| last_day(zone, at)),
            tier: tier.names.get(at).cloned().unwrap_or_default(),
            joined_on: zone.day_of(member.joined).to_string(),
            open_rewards: u32::from(book.points.rewards(member.person)),
        })
    });
    Ok(rows.collect())
}

fn listed(shop: &Shop, book: &Arc<Book>, input: &ListMembers) -> Result<Arc<List>> {
    let asked = ListMembers {
        offset: 0,
        limit: 0,
        ..input.clone()
    };
    let kept = lock(&shop.loyalty.members).clone();
    if let Some(list) = kept
        && list.asked == asked
        && Arc::ptr_eq(&list.book, book)
    {
        return Ok(list);
    }
    let mut places: Vec<usize> = (0..book.members.len()).collect();
    let is = |only: MembersOnly, member: &Member| match only {
        MembersOnly::All => true,
        MembersOnly::OneOrderAway => book.is_one_order_away(member),
        MembersOnly::CanUse => book.can_use(member),
        MembersOnly::Owing => book.available(member) < 0,
    };
    places.retain(|place| is(asked.only, &book.members[*place]));
    for word in asked.search.split_whitespace() {
        let fits = shop.read(|tx| found(tx, &book.all, word))?;
        places.retain(|place| fits[book.members[*place].person]);
    }
    let member = |place: &usize| &book.members[*place];
    let by = |places: &mut Vec<usize>, number: &dyn Fn(&Member) -> Option<i64>| {
        places.sort_by_cached_key(|place| {
            let number = number(member(place));
            let order = number.map_or(0, |n| if asked.ascending { n } else { !n });
            (number.is_none(), order)
        });
    };
    match asked.sort {
        MemberSort::Points => by(&mut places, &|member| Some(book.available(member))),
        MemberSort::Joined => by(&mut places, &|member| Some(member.joined.0)),
        MemberSort::Expiry => by(&mut places, &|member| Some(member.next_expiry?.0.0)),
        MemberSort::Name => {
            let ranks = name_ranks(shop, &book.all)?;
            by(&mut places, &|member| {
                let rank = ranks[member.person];
                (rank != u32::MAX).then_some(i64::from(rank))
            });
        }
    }
    let list = Arc::new(List {
        book: Arc::clone(book),
        asked,
        places,
    });
    *lock(&shop.loyalty.members) = Some(Arc::clone(&list));
    Ok(list)
}

/// What rewards give, in words.
pub(super) fn gives_words(tx: &ReadTx, rewards: &[MemberReward]) -> Result<Vec<String>> {
    let programme = Programme::default_of(tx.shop()?.currency);
    let mut words = Vec::with_capacity(rewards.len());
    for reward in rewards {
        let record = tx.reward_by_code(&reward.code)?;
        let known = record.and_then(|record| reward_of(&record.terms));
        words.push(known.map_or_else(String::new, |known| programme.gives(&known.gives)));
    }
    Ok(words)
}
