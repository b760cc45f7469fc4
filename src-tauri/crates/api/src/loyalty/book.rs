//! What the ledger comes to, person by person and line by line, worked out once for each state of
//! the shop: who is a member, what they have, and in which order lines are shown.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use pannier_core::{CustomerId, PointsFacts, Timestamp};
use pannier_loyalty as loyalty;
use pannier_store::{LedgerKind, ReadTx};

use super::members::List;
use crate::{
    Result, Shop,
    people::{Everyone, everyone},
    shop::lock,
};

/// What was worked out last, and the list of members asked for last.
#[derive(Debug, Default)]
pub(crate) struct LoyaltyCache {
    book: Mutex<Option<Arc<Book>>>,
    pub(super) members: Mutex<Option<Arc<List>>>,
}

/// The ledger as it stands.
#[derive(Debug)]
pub(super) struct Book {
    /// Rises with every change of what it is made of.
    pub(super) generation: u32,
    read_at: Timestamp,
    /// When time changes something of it next.
    until: Option<Timestamp>,
    pub(super) all: Arc<Everyone>,
    /// Points, tiers and rewards of everyone.
    pub(super) points: PointsFacts,
    /// Who has points, or had some.
    pub(super) members: Vec<Member>,
    places: HashMap<CustomerId, usize>,
    /// The newest first.
    pub(super) lines: Vec<Line>,
}

/// Someone who has points, or had some.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// The account that stands for them.
    pub(super) holder: i64,
    pub(super) customer: CustomerId,
    /// Their place in the columns of everyone.
    pub(super) person: usize,
    /// What they can spend later.
    pub(super) pending: i64,
    /// When points go next, and how many.
    pub(super) next_expiry: Option<(Timestamp, i64)>,
    /// When their first points came.
    pub(super) joined: Timestamp,
}

/// A line of the ledger in the list of all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) row: i64,
    pub(super) holder: i64,
    pub(super) kind: LedgerKind,
    /// All that the person had after it.
    pub(super) balance: i64,
}

impl Book {
    /// The member that a person is.
    pub(super) fn member(&self, person: CustomerId) -> Option<&Member> {
        self.members.get(*self.places.get(&person)?)
    }

    /// What someone can spend now.
    pub(super) fn available(&self, member: &Member) -> i64 {
        self.points.available(member.person)
    }

    /// Whether someone lacks no more for the cheapest reward than one order can earn.
    pub(super) fn is_one_order_away(&self, member: &Member) -> bool {
        self.points.one_order_short(member.person).is_some()
    }

    /// Whether someone has enough for the cheapest reward.
    pub(super) fn can_use(&self, member: &Member) -> bool {
        let cheapest = self.points.cheapest;
        cheapest.is_some_and(|costs| self.available(member) >= costs)
    }
}

/// The ledger as it stands now. What orders and the clock changed is posted first.
///
/// # Errors
/// What the shop file says.
pub(super) fn book(shop: &Shop) -> Result<Arc<Book>> {
    super::catch_up(shop)?;
    let all = everyone(shop)?;
    let now = shop.clock().now();
    // The lock is held while reading, so that two who ask at once read once.
    let mut kept = lock(&shop.loyalty.book);
    let generation = shop.points_generation().wrapping_add(all.generation);
    if let Some(book) = kept.as_ref()
        && book.generation == generation
        && book.read_at <= now
        && book.until.is_none_or(|until| now < until)
        && Arc::ptr_eq(&book.all, &all)
    {
        return Ok(Arc::clone(book));
    }
    let book = Arc::new(shop.read(|tx| read(tx, all, generation, now))?);
    *kept = Some(Arc::clone(&book));
    Ok(book)
}

fn read(tx: &ReadTx, all: Arc<Everyone>, generation: u32, now: Timestamp) -> Result<Book> {
    let people = tx.people()?;
    let points = loyalty::points_facts(tx, &all.people, now)?;
    let mut holder_of: HashMap<i64, i64> = HashMap::new();
    let mut customer_of: HashMap<i64, CustomerId> = HashMap::new();
    for account in tx.ledger_accounts()? {
        holder_of.insert(account.id, account.holder);
        if let Some(customer) = account.customer {
            customer_of.insert(account.holder, people.person(customer));
        }
    }
    let mut rows = tx.ledger_rows()?;
    // Within what was written down at once, as it happened.
    rows.sort_unstable_by_key(|row| (row.recorded_at, row.effective_at, row.id));
    let mut sums: HashMap<i64, i64> = HashMap::new();
    let mut joined: HashMap<i64, Timestamp> = HashMap::new();
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
    for row in &rows {
        let holder = holder_of.get(&row.account).copied();
        let holder = holder.unwrap_or(row.account);
        let balance = sums.entry(holder).or_default();
        *balance += row.points;
        let first = joined.entry(holder).or_insert(row.effective_at);
        *first = (*first).min(row.effective_at);
        lines.push(Line {
            row: row.id,
            holder,
            kind: row.kind,
            balance: *balance,
        });
    }
    lines.reverse();
    let mut pending: HashMap<i64, i64> = HashMap::new();
    let mut goes: HashMap<i64, (Timestamp, i64)> = HashMap::new();
    for lot in tx.ledger_lots()? {
        if lot.counts_from > now {
            *pending.entry(lot.holder).or_default() += lot.points;
        }
        if let Some(at) = lot.expires_at {
            let next = goes.entry(lot.holder).or_insert((at, 0));
            if at < next.0 {
                *next = (at, lot.points);
            } else if at == next.0 {
                next.1 += lot.points;
            }
        }
    }
    let mut members = Vec::new();
    let mut places = HashMap::new();
    for holder in tx.ledger_holders()? {
        let holder = holder.account;
        let (Some(customer), Some(joined)) = (customer_of.get(&holder), joined.get(&holder)) else {
            continue;
        };
        let Some(person) = all.person(customer.0) else {
            continue;
        };
        places.insert(*customer, members.len());
        members.push(Member {
            holder,
            customer: *customer,
            person,
            pending: pending.get(&holder).copied().unwrap_or(0),
            next_expiry: goes.get(&holder).copied(),
            joined: *joined,
        });
    }
    // A change of the programme that is to come changes what someone lacks.
    let starts = tx.programmes()?.into_iter().map(|said| said.starts_at);
    let begins = starts.filter(|at| *at > now).min();
    Ok(Book {
        generation,
        read_at: now,
        until: [points.until, begins].into_iter().flatten().min(),
        all,
        points,
        members,
        places,
        lines,
    })
}
