//! Posting: bringing the ledger to what orders, decisions and the clock make of it.
//!
//! What is looked at are whole people, since an order can change what the next one earns: those
//! whose orders or identity changed, and those of whom time changes something. Posting what is
//! posted adds nothing.

mod entering;
mod scope;
mod uses;
mod world;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pannier_core::{CustomerId, Day, OrderId, SourceId, Timestamp};
use pannier_store::{
    EarningLine, EarningOrder, LedgerDue, LedgerKind, LedgerOrder, LedgerRow, People, WriteTx,
};

use self::scope::Scope;
use crate::{
    Result,
    grants::{Grant, Granting, OPENING, Seen, World},
    lots::Expiring,
    settle::{Settlement, Target},
};

pub use world::gives_for_birthdays;
pub(crate) use world::{world, world_with};

/// The row of what has none among orders.
const NO_ROW: OrderId = OrderId(0);

/// What a posting did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Posted {
    /// Orders that were looked at.
    pub orders: usize,
    /// People whose points were worked out.
    pub people: usize,
    /// Rows that were added.
    pub rows: usize,
}

/// Posts what changed since the last posting, and follows the clock. Adds nothing where there is no
/// programme, or nothing changed.
///
/// # Errors
/// What the shop file says, or [`crate::Error::TooManyPoints`].
pub fn post(tx: &WriteTx, now: Timestamp) -> Result<Posted> {
    if !tx.has_programme()? {
        return Ok(Posted::default());
    }
    let people = tx.people()?;
    let joined = joined_text(&people);
    let state = tx.ledger_state()?;
    let products_changed = tx.take_products_due()?;
    let mut due = match (tx.take_ledger_due()?, &state) {
        (_, None) => LedgerDue::All,
        (due, Some(_)) => due,
    };
    // Rules can mean other products than before.
    if products_changed && world::names_products(tx)? {
        due = LedgerDue::All;
    }
    let nothing_changed = match &due {
        LedgerDue::These { orders, customers } => orders.is_empty() && customers.is_empty(),
        LedgerDue::All => false,
    };
    // Whose accounts are follows from customers: where none changed, it is as it was.
    let is_as_it_was = nothing_changed && state.as_ref().is_some_and(|(_, was)| *was == joined);
    let moved = if is_as_it_was {
        Vec::new()
    } else {
        tx.link_ledger_accounts(&people)?
    };
    let mut scope = Scope::new(tx, people)?;
    match &due {
        LedgerDue::All => scope.take_everything()?,
        LedgerDue::These { orders, customers } => {
            scope.take_orders(orders)?;
            scope.take_customers(customers);
            scope.take_moved(&moved)?;
            if let Some((_, before)) = state.as_ref().filter(|(_, before)| *before != joined) {
                scope.take_joined(before);
                scope.take_joined(&joined);
            }
            if let Some((before, _)) = &state {
                scope.take_birthdays(&world::birthdays_between(tx, *before, now)?);
            }
            scope.complete()?;
            match &state {
                // Where the clock went back, what expired since may not have.
                Some((before, _)) if *before > now => scope.take_every_holder()?,
                _ => scope.take_holders_due(now)?,
            }
        }
    }
    if scope.is_empty() {
        return Ok(Posted::default());
    }
    let world = world(tx)?;
    let posted = Posting::new(tx, scope, &world, now)?.run()?;
    tx.put_ledger_state(now, &joined)?;
    Ok(posted)
}

/// Works a person's points out anew after a decision was written down.
pub(crate) fn work_out(tx: &WriteTx, holder: i64, now: Timestamp) -> Result<()> {
    let mut scope = Scope::new(tx, tx.people()?)?;
    scope.holders.insert(holder);
    let world = world(tx)?;
    Posting::new(tx, scope, &world, now)?.run()?;
    // The decision was taken on what holds now. Should the clock go back from here, it may have
    // been taken on points that are still to come.
    if let Some((_, joined)) = tx.ledger_state()? {
        tx.put_ledger_state(now, &joined)?;
    }
    Ok(())
}

/// Orders of people, person by person in the order in which they were placed.
pub(crate) fn sorted(orders: &[EarningOrder], people: &People) -> Vec<(CustomerId, usize)> {
    let mut places: Vec<(CustomerId, Timestamp, usize)> = orders
        .iter()
        .enumerate()
        .filter_map(|(place, order)| {
            let person = people.person(order.customer?);
            Some((person, order.placed_at, place))
        })
        .collect();
    // Of two in one moment, the order must not be that in which they were imported.
    let key = |place: usize| (orders[place].source, &orders[place].external_id);
    places.sort_unstable_by(|a, b| {
        let time = (a.0, a.1).cmp(&(b.0, b.1));
        time.then_with(|| key(a.2).cmp(&key(b.2)))
    });
    places
        .into_iter()
        .map(|(person, _, place)| (person, place))
        .collect()
}

/// Who is joined, person by person: `1 5,7 9`.
fn joined_text(people: &People) -> String {
    let groups = people.groups().map(|group| {
        let ids: Vec<String> = group.iter().map(|id| id.0.to_string()).collect();
        ids.join(" ")
    });
    groups.collect::<Vec<_>>().join(",")
}

/// One posting.
struct Posting<'p> {
    tx: &'p WriteTx<'p>,
    scope: Scope<'p>,
    world: &'p World,
    now: Timestamp,
    next_row: i64,
    next_account: i64,
    next_order: i64,
    new_accounts: Vec<(i64, CustomerId, i64)>,
    new_orders: Vec<LedgerOrder>,
    /// What files said of balances, by what the ledger calls them.
    notes: HashMap<i64, String>,
    /// Tiers that were reached and give a reward.
    entered: Vec<entering::Entered>,
}

impl<'p> Posting<'p> {
    fn new(tx: &'p WriteTx, scope: Scope<'p>, world: &'p World, now: Timestamp) -> Result<Self> {
        let (next_row, next_account, next_order) = tx.next_in_ledger()?;
        Ok(Self {
            tx,
            scope,
            world,
            now,
            next_row,
            next_account,
            next_order,
            new_accounts: Vec::new(),
            new_orders: Vec::new(),
            notes: HashMap::new(),
            entered: Vec::new(),
        })
    }

    fn run(mut self) -> Result<Posted> {
        let orders = std::mem::take(&mut self.scope.orders);
        let places = sorted(&orders, &self.scope.people);
        let targets = self.targets(&orders, &places)?;
        self.note_uses(&orders, &places)?;
        for target in &targets {
            self.scope.holders.insert(target.holder);
            // A member who brought someone need not be among those whose orders changed.
            let holder = self.scope.holder_of(target.account);
            self.scope.holders.insert(holder);
        }
        let rows = self.scope.rows()?;
        let mut settlement = Settlement::new(&rows, self.next_row, self.now);
        let holder_of = |account: i64| self.scope.holder_of(account);
        for target in &targets {
            settlement.settle(target, holder_of);
        }
        drop(targets);
        let cancelled: HashMap<i64, Option<Timestamp>> = self.scope.decided(&orders);
        settlement.take_back_others(|order| cancelled.get(&order).copied());
        let days = self.order_days(&orders)?;
        let added = settlement.added.len();
        let by_holder = self.by_holder(&rows, &settlement.added[..added]);
        let (mut holders, mut lots) = (Vec::new(), Vec::new());
        for (holder, own) in &by_holder {
            let days = days.get(holder).map(Vec::as_slice).unwrap_or_default();
            let timeline = &self.world.timeline;
            let (sums, left) = settlement.sums(*holder, own, timeline, days, Expiring::ByClock)?;
            holders.push(sums);
            lots.extend(left);
        }
        let new_rows = settlement.added;
        self.tx.open_ledger_accounts(&self.new_accounts, self.now)?;
        self.tx.add_to_ledger(&self.new_orders, &new_rows)?;
        for row in new_rows
            .iter()
            .filter(|row| row.kind == LedgerKind::Opening)
        {
            if let Some(note) = row.order.and_then(|order| self.notes.get(&order)) {
                self.tx.insert_ledger_reason(row.id, note)?;
            }
        }
        self.give_for_tiers()?;
        let of: Vec<i64> = self.scope.holders.iter().copied().collect();
        self.tx.put_ledger_sums(&of, &holders, &lots)?;
        Ok(Posted {
            orders: orders.len(),
            people: by_holder.len(),
            rows: new_rows.len(),
        })
    }

    /// What the orders should have given.
    fn targets(
        &mut self,
        orders: &[EarningOrder],
        places: &[(CustomerId, usize)],
    ) -> Result<Vec<Target>> {
        let mut granting = Granting::new(self.world).until(self.now);
        let mut targets = Vec::new();
        let mut grants: Vec<Grant> = Vec::new();
        let with_lines = self.world.timeline.looks_at_lines();
        for own in places.chunk_by(|a, b| a.0 == b.0) {
            let person = own[0].0;
            let lines: Vec<Vec<EarningLine>> = if with_lines {
                let own = own.iter().map(|(_, place)| orders[*place].id);
                own.map(|id| self.tx.earning_lines(id))
                    .collect::<pannier_store::Result<_>>()?
            } else {
                Vec::new()
            };
            let seen: Vec<Seen> = own
                .iter()
                .enumerate()
                .map(|(nth, (_, place))| Seen {
                    order: &orders[*place],
                    lines: lines.get(nth).map(Vec::as_slice),
                })
                .collect();
            let customers: Vec<CustomerId> = self.scope.people.same(person).into_iter().collect();
            let holder = self.scope.holder_of_person(person);
            grants.clear();
            granting.person(
                &seen,
                &customers,
                |account| Some(self.scope.holder_of(account)) == holder,
                &mut grants,
            )?;
            for grant in &grants {
                let target = self.target(grant, seen[grant.order].order, person);
                self.enter(grant, &target);
                if target.points > 0 {
                    targets.push(target);
                }
            }
        }
        self.openings(&mut targets);
        Ok(targets)
    }

    /// What people had in other programmes. Balances of nobody known wait until they are.
    fn openings(&mut self, targets: &mut Vec<Target>) {
        for balance in std::mem::take(&mut self.scope.balances) {
            let Some(customer) = balance.customer.filter(|_| balance.points > 0) else {
                continue;
            };
            let person = self.scope.people.person(customer);
            let account = self.account_of(customer, person);
            let known =
                self.ledger_order_known(balance.source, &scope::opened_by(&balance), NO_ROW);
            if !balance.note.is_empty() {
                self.notes.insert(known, balance.note);
            }
            targets.push(Target {
                key: (known, OPENING, 0),
                kind: LedgerKind::Opening,
                account,
                holder: self.scope.holder_of(account),
                points: balance.points,
                taken_back: 0,
                programme: None,
                earned_at: balance.earned_at,
                counts_from: balance.earned_at,
                expires_at: balance.expires_at,
                taken_back_at: None,
            });
        }
    }

    fn target(&mut self, grant: &Grant, order: &EarningOrder, person: CustomerId) -> Target {
        let account = match grant.to {
            Some(account) => account,
            None => self.account_of(order.customer.unwrap_or(person), person),
        };
        let known = self.ledger_order(order);
        Target {
            key: (known, grant.part, grant.rule),
            kind: grant.kind,
            account,
            holder: self.scope.holder_of(account),
            points: grant.points,
            taken_back: grant.taken_back,
            programme: Some(grant.programme),
            expires_at: None,
            earned_at: grant.earned_at.unwrap_or(order.placed_at),
            counts_from: grant.counts_from,
            taken_back_at: order.refunded_at,
        }
    }

    /// The account of a customer, opened where they have none.
    fn account_of(&mut self, customer: CustomerId, person: CustomerId) -> i64 {
        if let Some(account) = self.scope.account_of(customer) {
            return account;
        }
        let id = self.next_account;
        self.next_account += 1;
        let holder = self.scope.holder_of_person(person).unwrap_or(id);
        self.new_accounts.push((id, customer, holder));
        self.scope.add_account(id, customer, holder);
        id
    }

    /// What the ledger calls an order.
    fn ledger_order(&mut self, order: &EarningOrder) -> i64 {
        self.ledger_order_known(order.source, &order.external_id, order.id)
    }

    /// What the ledger calls something that gives points.
    fn ledger_order_known(&mut self, source: SourceId, external_id: &str, order: OrderId) -> i64 {
        if let Some(known) = self.scope.ledger_order_of(source, external_id) {
            return known;
        }
        let id = self.next_order;
        self.next_order += 1;
        let known = LedgerOrder {
            id,
            source,
            external_id: external_id.into(),
            order,
        };
        self.scope.add_ledger_order(&known);
        self.new_orders.push(known);
        id
    }

    /// Days on which people ordered, where expiry asks for that.
    fn order_days(&self, orders: &[EarningOrder]) -> Result<HashMap<i64, Vec<Day>>> {
        let mut days: HashMap<i64, Vec<Day>> = HashMap::new();
        if !self.world.timeline.asks_for_orders() {
            return Ok(days);
        }
        let mut add = |holder: Option<i64>, order: &EarningOrder| {
            if let Some(holder) = holder.filter(|_| order.counts) {
                days.entry(holder).or_default().push(order.day);
            }
        };
        let mut seen: BTreeSet<CustomerId> = BTreeSet::new();
        for order in orders {
            if let Some(customer) = order.customer {
                let person = self.scope.people.person(customer);
                seen.insert(person);
                add(self.scope.holder_of_person(person), order);
            }
        }
        let mut more = Vec::new();
        for (holder, person) in self.scope.persons_of_holders() {
            if seen.contains(&person) || self.scope.has_everything {
                continue;
            }
            more.clear();
            for customer in self.scope.people.same(person) {
                self.tx.earning_orders_of(customer, &mut more)?;
            }
            for order in &more {
                add(Some(holder), order);
            }
        }
        for days in days.values_mut() {
            days.sort_unstable();
        }
        Ok(days)
    }

    /// Rows by the account that stands for their person, in the order they were written.
    fn by_holder(&self, rows: &[LedgerRow], added: &[LedgerRow]) -> BTreeMap<i64, Vec<LedgerRow>> {
        let mut all: BTreeMap<i64, Vec<LedgerRow>> = BTreeMap::new();
        for row in rows.iter().chain(added) {
            let holder = self.scope.holder_of(row.account);
            if self.scope.holders.contains(&holder) {
                all.entry(holder).or_default().push(*row);
            }
        }
        all
    }
}
