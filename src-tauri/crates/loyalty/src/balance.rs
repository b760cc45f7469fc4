//! Reading points: what someone can spend, their lines, and working all sums out anew.

use std::collections::{BTreeMap, HashMap};

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_store::{LedgerHolder, LedgerLot, LedgerRow, ReadTx, WriteTx};

use crate::{Result, lots::Expiring, post::world, settle::Settlement};

/// What someone has. All numbers are points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// What they can spend now. Below 0 where what they had spent was taken back since.
    pub available: i64,
    /// What they can spend later.
    pub pending: i64,
    /// When points go next (UTC), and how many.
    pub next_expiry: Option<(Timestamp, i64)>,
}

/// A line of someone's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row.
    pub row: LedgerRow,
    /// The number of the order that caused it, while it is in the shop file.
    pub order_number: Option<String>,
    /// Why, in the merchant's words, where they said.
    pub reason: Option<String>,
    /// The sum of all lines up to this one, pending ones among them.
    pub sum: i64,
}

/// The account that stands for a customer's person; nothing where they never had points.
pub fn holder_of(tx: &ReadTx, customer: CustomerId) -> Result<Option<i64>> {
    if let Some(account) = tx.ledger_accounts_of(customer)?.first() {
        return Ok(Some(account.holder));
    }
    for customer in tx.people()?.same(customer) {
        if let Some(account) = tx.ledger_accounts_of(customer)?.first() {
            return Ok(Some(account.holder));
        }
    }
    Ok(None)
}

/// What someone has as of a moment, from what was posted by then.
pub fn balance(tx: &ReadTx, customer: CustomerId, now: Timestamp) -> Result<Balance> {
    match holder_of(tx, customer)? {
        Some(holder) => of_holder(tx, holder, now),
        None => Ok(Balance::default()),
    }
}

/// The same, by the account that stands for the person.
pub(crate) fn of_holder(tx: &ReadTx, holder: i64, now: Timestamp) -> Result<Balance> {
    let sums = tx.ledger_holder(holder)?;
    let lots = tx.ledger_lots_of(holder)?;
    let pending = lots
        .iter()
        .filter(|lot| lot.counts_from > now)
        .map(|lot| lot.points)
        .sum();
    let goes = lots.iter().filter_map(|lot| lot.expires_at).min();
    Ok(Balance {
        available: sums.map_or(0, |sums| sums.points) - pending,
        pending,
        next_expiry: goes.map(|at| {
            let going = lots.iter().filter(|lot| lot.expires_at == Some(at));
            (at, going.map(|lot| lot.points).sum())
        }),
    })
}

/// All lines of someone, the oldest first.
pub fn lines(tx: &ReadTx, customer: CustomerId) -> Result<Vec<Line>> {
    let Some(holder) = holder_of(tx, customer)? else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for account in tx.ledger_accounts_of_holder(holder)? {
        tx.ledger_rows_of_account(account.id, &mut rows)?;
    }
    rows.sort_unstable_by_key(|row| row.id);
    let orders: Vec<i64> = rows.iter().filter_map(|row| row.order).collect();
    let numbers = tx.ledger_order_numbers(&orders)?;
    let mut sum = 0;
    rows.into_iter()
        .map(|row| {
            sum += row.points;
            Ok(Line {
                order_number: row.order.and_then(|id| numbers.get(&id).cloned()),
                reason: tx.ledger_reason(row.id)?,
                row,
                sum,
            })
        })
        .collect()
}

/// Works all sums out anew from the rows of the ledger alone, and puts them in the place of those
/// that were there. Returns the accounts whose sums were others.
///
/// # Errors
/// What the shop file says, or [`crate::Error::TooManyPoints`].
pub fn rebuild(tx: &WriteTx, now: Timestamp) -> Result<Vec<i64>> {
    let rows = tx.ledger_rows()?;
    let world = world(tx)?;
    let holder_of: HashMap<i64, i64> = tx
        .ledger_accounts()?
        .iter()
        .map(|account| (account.id, account.holder))
        .collect();
    let before: BTreeMap<i64, LedgerHolder> = tx
        .ledger_holders()?
        .into_iter()
        .map(|holder| (holder.account, holder))
        .collect();
    let mut lots_before: BTreeMap<i64, Vec<LedgerLot>> = BTreeMap::new();
    for lot in tx.ledger_lots()? {
        lots_before.entry(lot.holder).or_default().push(lot);
    }
    let mut settlement = Settlement::new(&rows, 0, now);
    let mut own: BTreeMap<i64, Vec<LedgerRow>> = BTreeMap::new();
    for row in &rows {
        let holder = holder_of.get(&row.account).copied();
        own.entry(holder.unwrap_or(row.account))
            .or_default()
            .push(*row);
    }
    let days = order_days(tx, &world)?;
    let (mut holders, mut lots, mut differing) = (Vec::new(), Vec::new(), Vec::new());
    for (holder, rows) in &own {
        let days = days.get(holder).map(Vec::as_slice).unwrap_or_default();
        let (sums, mut left) =
            settlement.sums(*holder, rows, &world.timeline, days, Expiring::ByRows)?;
        left.sort_unstable_by_key(|lot| lot.row);
        let known = lots_before.remove(holder).unwrap_or_default();
        if before.get(holder) != Some(&sums) || known != left {
            differing.push(*holder);
        }
        holders.push(sums);
        lots.extend(left);
    }
    let gone = before.keys().filter(|holder| !own.contains_key(holder));
    differing.extend(gone);
    let all: Vec<i64> = own.keys().chain(before.keys()).copied().collect();
    tx.put_ledger_sums(&all, &holders, &lots)?;
    Ok(differing)
}

/// Days of counted orders by the account that stands for the person, where expiry asks for them.
fn order_days(tx: &ReadTx, world: &crate::grants::World) -> Result<HashMap<i64, Vec<Day>>> {
    let mut days: HashMap<i64, Vec<Day>> = HashMap::new();
    if !world.timeline.asks_for_orders() {
        return Ok(days);
    }
    let people = tx.people()?;
    let mut holders: HashMap<CustomerId, i64> = HashMap::new();
    for account in tx.ledger_accounts()? {
        if let Some(customer) = account.customer {
            holders.insert(people.person(customer), account.holder);
        }
    }
    for order in tx.earning_orders()?.iter().filter(|order| order.counts) {
        let person = order.customer.map(|customer| people.person(customer));
        if let Some(holder) = person.and_then(|person| holders.get(&person)) {
            days.entry(*holder).or_default().push(order.day);
        }
    }
    for days in days.values_mut() {
        days.sort_unstable();
    }
    Ok(days)
}
