//! Whose points they are: accounts, the words that their customers are known by, and who stands
//! for a person.

use std::collections::{BTreeMap, HashMap};

use pannier_core::{CustomerId, Timestamp};
use rusqlite::named_params;

use crate::{People, ReadTx, Result, WriteTx};

/// Whose points rows of the ledger are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerAccount {
    /// Its number.
    pub id: i64,
    /// The customer it is of, while anyone is known by one of its words.
    pub customer: Option<CustomerId>,
    /// The account that stands for the person.
    pub holder: i64,
}

const ACCOUNTS: &str = "SELECT id, customer_id, holder_id FROM ledger_account ";

fn account(row: &rusqlite::Row) -> rusqlite::Result<LedgerAccount> {
    Ok(LedgerAccount {
        id: row.get("id")?,
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        holder: row.get("holder_id")?,
    })
}

impl ReadTx<'_> {
    /// All accounts, by number.
    pub fn ledger_accounts(&self) -> Result<Vec<LedgerAccount>> {
        let sql = [ACCOUNTS, "ORDER BY id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let accounts = statement.query_map([], account)?;
        Ok(accounts.collect::<rusqlite::Result<_>>()?)
    }

    /// All accounts of a person, by the one that stands for them.
    pub fn ledger_accounts_of_holder(&self, holder: i64) -> Result<Vec<LedgerAccount>> {
        let sql = [ACCOUNTS, "WHERE holder_id = :holder ORDER BY id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let accounts = statement.query_map(named_params! { ":holder": holder }, account)?;
        Ok(accounts.collect::<rusqlite::Result<_>>()?)
    }

    /// The accounts of a customer, by number.
    pub fn ledger_accounts_of(&self, customer: CustomerId) -> Result<Vec<LedgerAccount>> {
        let sql = [
            ACCOUNTS,
            "WHERE customer_id = :customer AND customer_id IS NOT NULL ORDER BY id",
        ]
        .concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let params = named_params! { ":customer": customer.0 };
        let accounts = statement.query_map(params, account)?;
        Ok(accounts.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Opens accounts: each with its number, its customer and the account that stands for the
    /// person. Their numbers are the next ones that are free, and rise.
    pub fn open_ledger_accounts(
        &self,
        accounts: &[(i64, CustomerId, i64)],
        now: Timestamp,
    ) -> Result<()> {
        let Some((first, ..)) = accounts.first() else {
            return Ok(());
        };
        let mut insert = self.connection().prepare_cached(
            "INSERT INTO ledger_account (id, customer_id, holder_id, opened_at)
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (id, customer, holder) in accounts {
            insert.execute((id, customer.0, holder, now.0))?;
        }
        self.add_ledger_account_words(*first)
    }

    /// Works out anew whose the accounts are, and who stands for whom. Returns the accounts of
    /// whom something changed, as they were before.
    pub fn link_ledger_accounts(&self, people: &People) -> Result<Vec<LedgerAccount>> {
        let connection = self.connection();
        let before = self.ledger_accounts()?;
        if before.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: HashMap<i64, Option<i64>> = HashMap::with_capacity(before.len());
        {
            let mut statement =
                connection.prepare_cached(include_str!("../sql/ledger/link_accounts.sql"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get("id")?, row.get("customer_id")?);
            }
        }
        // The lowest of a person's accounts stands for all of them.
        let mut holders: BTreeMap<CustomerId, i64> = BTreeMap::new();
        for known in &before {
            if let Some(customer) = found.get(&known.id).copied().flatten() {
                let person = people.person(CustomerId(customer));
                holders.entry(person).or_insert(known.id);
            }
        }
        let mut change = connection.prepare_cached(
            "UPDATE ledger_account SET customer_id = :customer, holder_id = :holder WHERE id = :id",
        )?;
        let mut changed = Vec::new();
        for known in before {
            let customer = found.get(&known.id).copied().flatten().map(CustomerId);
            let holder = match customer {
                Some(customer) => holders.get(&people.person(customer)).copied(),
                None => None,
            };
            let holder = holder.unwrap_or(known.id);
            if customer != known.customer || holder != known.holder {
                change.execute(named_params! {
                    ":customer": customer.map(|id| id.0), ":holder": holder, ":id": known.id,
                })?;
                changed.push(known);
            }
        }
        self.add_ledger_account_words(0)?;
        Ok(changed)
    }

    /// Whoever has an account may be known by more words since; accounts from a number on.
    fn add_ledger_account_words(&self, first: i64) -> Result<()> {
        for sql in [
            "INSERT OR IGNORE INTO ledger_account_word (account_id, kind, source_id, word)
             SELECT a.id, 'key', k.source_id, k.external_id
               FROM ledger_account a JOIN customer_key k ON k.customer_id = a.customer_id
              WHERE k.external_id <> '' AND a.id >= :first",
            "INSERT OR IGNORE INTO ledger_account_word (account_id, kind, source_id, word)
             SELECT a.id, CASE WHEN c.email IS NULL THEN 'phone' ELSE 'email' END, 0,
                    coalesce(c.email, c.phone)
               FROM ledger_account a JOIN customer c ON c.id = a.customer_id
              WHERE coalesce(c.email, c.phone) IS NOT NULL AND a.id >= :first",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":first": first })?;
        }
        Ok(())
    }
}
