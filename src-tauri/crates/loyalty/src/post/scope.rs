//! What a posting looks at: people with all their orders, the orders that rows were caused by, and
//! whose points are worked out anew.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pannier_core::{CustomerId, OrderId, SourceId, Timestamp};
use pannier_store::{
    EarningOrder, LedgerAccount, LedgerOrder, LedgerRow, OpeningBalance, People, WriteTx,
};

use crate::Result;

/// One in so many people, and reading all rows is sooner done than each one's.
const MANY: usize = 4;

/// What a posting looks at.
pub(super) struct Scope<'s> {
    tx: &'s WriteTx<'s>,
    pub(super) people: People,
    /// Whether it is everybody.
    pub(super) has_everything: bool,
    /// All orders of the people, and orders of nobody that changed.
    pub(super) orders: Vec<EarningOrder>,
    /// Accounts that stand for people whose points are worked out.
    pub(super) holders: BTreeSet<i64>,
    persons: BTreeSet<CustomerId>,
    /// People whose orders were not read yet.
    waiting: Vec<CustomerId>,
    accounts: HashMap<i64, LedgerAccount>,
    first_account: HashMap<CustomerId, i64>,
    holder_of_person: HashMap<CustomerId, i64>,
    accounts_of_holder: BTreeMap<i64, Vec<i64>>,
    ledger_orders: HashMap<(SourceId, Box<str>), i64>,
    /// Orders of the ledger that are looked at.
    looked_at: HashSet<i64>,
    /// What the people had in other programmes.
    pub(super) balances: Vec<OpeningBalance>,
}

/// By what the ledger knows that a balance from another programme caused rows. No order can have
/// that name: balances have a source of their own.
pub(super) fn opened_by(balance: &OpeningBalance) -> String {
    format!("{BALANCE}{}", balance.id)
}

const BALANCE: &str = "balance:";

impl<'s> Scope<'s> {
    pub(super) fn new(tx: &'s WriteTx, people: People) -> Result<Self> {
        let mut scope = Self {
            tx,
            people,
            has_everything: false,
            orders: Vec::new(),
            holders: BTreeSet::new(),
            persons: BTreeSet::new(),
            waiting: Vec::new(),
            accounts: HashMap::new(),
            first_account: HashMap::new(),
            holder_of_person: HashMap::new(),
            accounts_of_holder: BTreeMap::new(),
            ledger_orders: HashMap::new(),
            looked_at: HashSet::new(),
            balances: Vec::new(),
        };
        for account in tx.ledger_accounts()? {
            scope.know_account(account);
        }
        Ok(scope)
    }

    fn know_account(&mut self, account: LedgerAccount) {
        self.accounts.insert(account.id, account);
        let holder = account.holder;
        self.accounts_of_holder
            .entry(holder)
            .or_default()
            .push(account.id);
        if let Some(customer) = account.customer {
            self.first_account.entry(customer).or_insert(account.id);
            let person = self.people.person(customer);
            self.holder_of_person.entry(person).or_insert(holder);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.orders.is_empty()
            && self.holders.is_empty()
            && self.looked_at.is_empty()
            && self.balances.is_empty()
    }

    /// Everybody, and everything.
    pub(super) fn take_everything(&mut self) -> Result<()> {
        self.has_everything = true;
        self.orders = self.tx.earning_orders()?;
        self.balances = self.tx.opening_balances()?;
        let mut now: HashMap<(SourceId, &str), OrderId> = HashMap::new();
        let known = self.tx.ledger_orders()?;
        if !known.is_empty() {
            now = self
                .orders
                .iter()
                .map(|order| ((order.source, &*order.external_id), order.id))
                .collect();
        }
        for order in known {
            if let Some(at) = now.get(&(order.source, &*order.external_id))
                && *at != order.order
            {
                self.tx.ledger_order_is_at(order.id, *at)?;
            }
            self.looked_at.insert(order.id);
            self.ledger_orders
                .insert((order.source, order.external_id), order.id);
        }
        self.take_every_holder()
    }

    /// Everybody’s points, whatever became of their orders.
    pub(super) fn take_every_holder(&mut self) -> Result<()> {
        let known = self.tx.ledger_holders()?;
        self.holders
            .extend(known.iter().map(|holder| holder.account));
        self.holders.extend(self.accounts_of_holder.keys());
        Ok(())
    }

    /// Orders that have, or had, these rows.
    pub(super) fn take_orders(&mut self, rows: &[i64]) -> Result<()> {
        for row in rows {
            match self.tx.earning_order(OrderId(*row))? {
                Some(EarningOrder {
                    customer: Some(customer),
                    ..
                }) => self.take_customer(customer),
                Some(order) => {
                    self.know_order(order.source, &order.external_id)?;
                    self.orders.push(order);
                }
                None => {}
            }
            for known in self.tx.ledger_orders_at(OrderId(*row))? {
                self.look_at(&known)?;
            }
        }
        Ok(())
    }

    /// Accounts that are another customer's, or stand with another person, as they were before.
    pub(super) fn take_moved(&mut self, before: &[LedgerAccount]) -> Result<()> {
        for account in before {
            self.holders.insert(account.holder);
            self.holders.insert(account.id);
            let now = self.accounts.get(&account.id).copied();
            self.holders.insert(self.holder_of(account.id));
            let customers = [account.customer, now.and_then(|now| now.customer)];
            for customer in customers.into_iter().flatten() {
                self.take_customer(customer);
            }
            self.take_account(account.id)?;
        }
        Ok(())
    }

    /// All who are named in a text of who is joined.
    pub(super) fn take_joined(&mut self, text: &str) {
        for id in text.split([' ', ',']).filter_map(|id| id.parse().ok()) {
            self.take_customer(CustomerId(id));
        }
    }

    /// Those of whom time changes something.
    pub(super) fn take_holders_due(&mut self, now: Timestamp) -> Result<()> {
        self.holders.extend(self.tx.ledger_holders_due(now)?);
        Ok(())
    }

    /// Customers whose rows were written, or are gone.
    pub(super) fn take_customers(&mut self, rows: &[i64]) {
        for row in rows {
            self.take_customer(CustomerId(*row));
        }
    }

    /// Customers whose birthday has come.
    pub(super) fn take_birthdays(&mut self, customers: &[CustomerId]) {
        for customer in customers {
            self.take_customer(*customer);
        }
    }

    fn take_customer(&mut self, customer: CustomerId) {
        let person = self.people.person(customer);
        if self.persons.insert(person) {
            self.waiting.push(person);
        }
    }

    /// An account's rows, as far as orders caused them.
    fn take_account(&mut self, account: i64) -> Result<()> {
        let mut rows = Vec::new();
        self.tx.ledger_rows_of_account(account, &mut rows)?;
        let orders: BTreeSet<i64> = rows.iter().filter_map(|row| row.order).collect();
        for order in orders {
            if !self.looked_at.contains(&order)
                && let Some(known) = self.tx.ledger_order(order)?
            {
                self.look_at(&known)?;
            }
        }
        Ok(())
    }

    /// An order of the ledger, and whoever it is of by now.
    fn look_at(&mut self, known: &LedgerOrder) -> Result<()> {
        if !self.looked_at.insert(known.id) {
            return Ok(());
        }
        self.ledger_orders
            .insert((known.source, known.external_id.clone()), known.id);
        let number = known.external_id.strip_prefix(BALANCE);
        if let Some(Ok(id)) = number.map(str::parse) {
            let balance = self.tx.opening_balance(id)?;
            if let Some(customer) = balance.and_then(|balance| balance.customer) {
                self.take_customer(customer);
            }
            return Ok(());
        }
        let order = self
            .tx
            .earning_order_by_key(known.source, &known.external_id)?;
        if let Some(order) = order {
            if order.id != known.order {
                self.tx.ledger_order_is_at(known.id, order.id)?;
            }
            if let Some(customer) = order.customer {
                self.take_customer(customer);
            }
        }
        Ok(())
    }

    fn know_order(&mut self, source: SourceId, external_id: &str) -> Result<()> {
        if let Some(known) = self.tx.ledger_order_by_key(source, external_id)? {
            self.look_at(&known)?;
        }
        Ok(())
    }

    /// Reads the orders of everyone who was taken, and takes whoever hangs together with them.
    pub(super) fn complete(&mut self) -> Result<()> {
        while let Some(person) = self.waiting.pop() {
            for customer in self.people.same(person) {
                let mut orders = Vec::new();
                self.tx.earning_orders_of(customer, &mut orders)?;
                for order in &orders {
                    self.know_order(order.source, &order.external_id)?;
                }
                self.orders.extend(orders);
                let mut balances = Vec::new();
                self.tx.opening_balances_of(customer, &mut balances)?;
                for balance in &balances {
                    self.know_order(balance.source, &opened_by(balance))?;
                }
                self.balances.extend(balances);
                for account in self.tx.ledger_accounts_of(customer)? {
                    self.holders.insert(account.holder);
                    self.take_account(account.id)?;
                }
            }
        }
        Ok(())
    }

    /// The rows of everyone whose points are worked out, and what the orders that are looked at
    /// caused, each once, in the order they were written.
    pub(super) fn rows(&mut self) -> Result<Vec<LedgerRow>> {
        let mut rows = Vec::new();
        if self.has_everything || self.holders.len() * MANY > self.accounts_of_holder.len().max(64)
        {
            rows = self.tx.ledger_rows()?;
            let caused = rows
                .iter()
                .filter(|row| row.order.is_some_and(|id| self.looked_at.contains(&id)));
            let more: Vec<i64> = caused.map(|row| self.holder_of(row.account)).collect();
            self.holders.extend(more);
            return Ok(rows);
        }
        for order in &self.looked_at {
            self.tx.ledger_rows_of_order(*order, &mut rows)?;
        }
        let more: Vec<i64> = rows.iter().map(|row| self.holder_of(row.account)).collect();
        self.holders.extend(more);
        for holder in &self.holders {
            for account in self.accounts_of_holder.get(holder).into_iter().flatten() {
                self.tx.ledger_rows_of_account(*account, &mut rows)?;
            }
        }
        rows.sort_unstable_by_key(|row| row.id);
        rows.dedup_by_key(|row| row.id);
        Ok(rows)
    }

    /// The orders of the ledger that were looked at, each with when it was cancelled, where it was
    /// and that is known.
    pub(super) fn decided(&self, orders: &[EarningOrder]) -> HashMap<i64, Option<Timestamp>> {
        let mut decided: HashMap<i64, Option<Timestamp>> =
            self.looked_at.iter().map(|id| (*id, None)).collect();
        for order in orders {
            if let Some(id) = self.ledger_order(order) {
                decided.insert(id, order.cancelled_at.or(order.refunded_at));
            }
        }
        decided
    }

    pub(super) fn holder_of(&self, account: i64) -> i64 {
        self.accounts
            .get(&account)
            .map_or(account, |account| account.holder)
    }

    pub(super) fn holder_of_person(&self, person: CustomerId) -> Option<i64> {
        self.holder_of_person.get(&person).copied()
    }

    pub(super) fn account_of(&self, customer: CustomerId) -> Option<i64> {
        self.first_account.get(&customer).copied()
    }

    pub(super) fn add_account(&mut self, id: i64, customer: CustomerId, holder: i64) {
        self.know_account(LedgerAccount {
            id,
            customer: Some(customer),
            holder,
        });
    }

    fn ledger_order(&self, order: &EarningOrder) -> Option<i64> {
        let key = (order.source, order.external_id.clone());
        self.ledger_orders.get(&key).copied()
    }

    pub(super) fn ledger_order_of(&self, source: SourceId, external_id: &str) -> Option<i64> {
        self.ledger_orders
            .get(&(source, external_id.into()))
            .copied()
    }

    pub(super) fn add_ledger_order(&mut self, order: &LedgerOrder) {
        self.ledger_orders
            .insert((order.source, order.external_id.clone()), order.id);
    }

    /// Whether all orders of the person are looked at whom an account stands for.
    pub(super) fn is_whole(&self, holder: i64) -> bool {
        self.has_everything
            || self.accounts_of_holder.get(&holder).is_some_and(|own| {
                let customers = own.iter().filter_map(|id| self.accounts.get(id)?.customer);
                customers
                    .map(|customer| self.people.person(customer))
                    .any(|person| self.persons.contains(&person))
            })
    }

    /// Whether an order of the ledger is looked at.
    pub(super) fn looks_at(&self, order: i64) -> bool {
        self.looked_at.contains(&order)
    }

    /// The person of each account whose points are worked out, where there is one.
    pub(super) fn persons_of_holders(&self) -> impl Iterator<Item = (i64, CustomerId)> {
        self.holders.iter().filter_map(|holder| {
            let accounts = self.accounts_of_holder.get(holder)?;
            let customer = accounts
                .iter()
                .find_map(|id| self.accounts.get(id)?.customer)?;
            Some((*holder, self.people.person(customer)))
        })
    }
}
