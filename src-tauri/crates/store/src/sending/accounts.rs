//! Mailboxes that messages go out from, and whom they are from. Never a secret.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use super::stored_words;
use crate::{Error, ReadTx, Result, Topic, WriteTx};

stored_words! {
    /// How a connection is made secret.
    Security {
        /// From its first byte.
        Tls = "tls",
        /// After a word in clear.
        StartTls = "start_tls",
        /// Not at all: for a server on this computer alone.
        Plain = "plain",
    }
}

stored_words! {
    /// How an account shows that it is allowed.
    AuthKind {
        /// A password, an app password or a key.
        Password = "password",
        /// A token that the provider gives for a while.
        OAuth = "o_auth",
        /// Not at all: for a server on this computer alone.
        None = "none",
    }
}

/// Whom all mail is from. Name and postal address are not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderIdentity {
    /// The shop's name as readers see it.
    pub name: String,
    /// Where the shop can be written to by post.
    pub postal_address: String,
    /// The shop's page on the web; empty where nobody said it.
    pub shop_page: String,
}

/// What the merchant says of an account. Words are empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAccountSettings {
    /// Its address.
    pub address: String,
    /// As readers see the sender; empty: the shop's name.
    pub name: String,
    /// Where answers go, if not to the address.
    pub reply_to: String,
    /// The provider whose settings these are.
    pub preset: String,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is made secret.
    pub security: Security,
    /// The name to log in with.
    pub user_name: String,
    /// How it logs in.
    pub auth: AuthKind,
    /// `OAuth`: the number of the program that the merchant registered.
    pub client_id: String,
    /// Messages a second at most.
    pub per_second: Option<u32>,
    /// Messages a minute at most.
    pub per_minute: Option<u32>,
    /// Messages an hour at most.
    pub per_hour: Option<u32>,
    /// Messages in 24 hours at most.
    pub per_day: Option<u32>,
    /// Of those, kept back for the merchant's own mail (percent).
    pub reserve_percent: u8,
    /// From when a new mailbox sends more from day to day (UTC).
    pub ramp_from: Option<Timestamp>,
    /// Connections at a time, 1 to 4.
    pub connections: u8,
    /// Messages over one connection.
    pub per_connection: u32,
    /// The server that mail is read from.
    pub imap_host: String,
    /// Its port.
    pub imap_port: u16,
    /// How that line is made secret.
    pub imap_security: Security,
    /// The name to log in there with.
    pub imap_user: String,
    /// Whether mail to name+word@ reaches the address.
    pub plus_addressing: bool,
    /// The page that takes a no by one click.
    pub one_click_url: String,
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAccountRecord {
    /// Its row, by which the keychain knows it too.
    pub id: i64,
    /// What the merchant said of it.
    pub settings: MailAccountSettings,
    /// Why it may not be used until something is mended; empty where it may.
    pub paused_why: String,
    /// Until when it rests by itself (UTC).
    pub rests_until: Option<Timestamp>,
    /// Messages a minute, while the server asked for fewer.
    pub slowed_to: Option<u32>,
    /// Until when the page that takes a no handed over what it noted (UTC, by its own clock).
    pub page_until: Option<Timestamp>,
    /// When it was added (UTC).
    pub created_at: Timestamp,
}

/// How far a folder was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxCursor {
    /// Its name.
    pub folder: String,
    /// The numbers of a folder hold for as long as this one stays.
    pub uid_validity: u32,
    /// The number of the last mail that was read.
    pub uid: u32,
}

const COLUMNS: &str = include_str!("../sql/sending/accounts.sql");

/// A number from a file of which a CHECK says that it fits.
fn small<T: TryFrom<i64>>(row: &Row, column: &str) -> rusqlite::Result<T> {
    let number: i64 = row.get(column)?;
    let index = row.as_ref().column_index(column)?;
    T::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, number))
}

fn limit(row: &Row, column: &str) -> rusqlite::Result<Option<u32>> {
    let number: Option<i64> = row.get(column)?;
    Ok(number.map(|number| u32::try_from(number).unwrap_or(u32::MAX)))
}

fn account(row: &Row) -> Result<MailAccountRecord> {
    let word = |column: &str| row.get::<_, String>(column);
    let settings = MailAccountSettings {
        address: word("address")?,
        name: word("name")?,
        reply_to: word("reply_to")?,
        preset: word("preset")?,
        host: word("host")?,
        port: small(row, "port")?,
        security: Security::stored(&word("security")?)?,
        user_name: word("user_name")?,
        auth: AuthKind::stored(&word("auth")?)?,
        client_id: word("client_id")?,
        per_second: limit(row, "per_second")?,
        per_minute: limit(row, "per_minute")?,
        per_hour: limit(row, "per_hour")?,
        per_day: limit(row, "per_day")?,
        reserve_percent: small(row, "reserve_percent")?,
        ramp_from: row.get::<_, Option<i64>>("ramp_from")?.map(Timestamp),
        connections: small(row, "connections")?,
        per_connection: small(row, "per_connection")?,
        imap_host: word("imap_host")?,
        imap_port: small(row, "imap_port")?,
        imap_security: Security::stored(&word("imap_security")?)?,
        imap_user: word("imap_user")?,
        plus_addressing: row.get("plus_addressing")?,
        one_click_url: word("one_click_url")?,
    };
    Ok(MailAccountRecord {
        id: row.get("id")?,
        settings,
        paused_why: word("paused_why")?,
        rests_until: row.get::<_, Option<i64>>("rests_until")?.map(Timestamp),
        slowed_to: limit(row, "slowed_to")?,
        page_until: row.get::<_, Option<i64>>("page_until")?.map(Timestamp),
        created_at: Timestamp(row.get("created_at")?),
    })
}

impl ReadTx<'_> {
    /// The accounts that were not taken away, the oldest first.
    pub fn mail_accounts(&self) -> Result<Vec<MailAccountRecord>> {
        let mut statement = self.connection().prepare_cached(COLUMNS)?;
        let mut rows = statement.query([])?;
        let mut accounts = Vec::new();
        while let Some(row) = rows.next()? {
            accounts.push(account(row)?);
        }
        Ok(accounts)
    }

    /// One account.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was taken away.
    pub fn mail_account(&self, id: i64) -> Result<MailAccountRecord> {
        let found = self.mail_accounts()?.into_iter().find(|one| one.id == id);
        found.ok_or_else(|| Error::Missing("This mail account is not there any more".to_owned()))
    }

    /// Whom mail is from, where the merchant said so.
    pub fn sender_identity(&self) -> Result<Option<SenderIdentity>> {
        let sql = "SELECT name, postal_address, shop_page FROM sender_identity";
        let mut statement = self.connection().prepare_cached(sql)?;
        let found = statement.query_row([], |row| {
            Ok(SenderIdentity {
                name: row.get("name")?,
                postal_address: row.get("postal_address")?,
                shop_page: row.get("shop_page")?,
            })
        });
        Ok(found.optional()?)
    }

    /// How far the folders of an account were read.
    pub fn inbox_cursors(&self, account: i64) -> Result<Vec<InboxCursor>> {
        let sql = "SELECT folder, uid_validity, uid FROM inbox_cursor WHERE account_id = :account
                    ORDER BY folder";
        let mut statement = self.connection().prepare_cached(sql)?;
        let cursors = statement.query_map(named_params! { ":account": account }, |row| {
            Ok(InboxCursor {
                folder: row.get("folder")?,
                uid_validity: small(row, "uid_validity")?,
                uid: small(row, "uid")?,
            })
        })?;
        Ok(cursors.collect::<rusqlite::Result<_>>()?)
    }

    /// When the inbox of an account was read last (UTC), if ever.
    pub fn inbox_read_at(&self, account: i64) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(read_at) FROM inbox_cursor WHERE account_id = :account";
        let mut statement = self.connection().prepare_cached(sql)?;
        let at: Option<i64> =
            statement.query_row(named_params! { ":account": account }, |row| row.get(0))?;
        Ok(at.map(Timestamp))
    }
}

impl WriteTx<'_> {
    /// Says whom mail is from.
    pub fn set_sender_identity(&self, identity: &SenderIdentity) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO sender_identity (id, name, postal_address, shop_page)
                 VALUES (1, :name, :post, :page)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                   postal_address = excluded.postal_address, shop_page = excluded.shop_page",
            )?
            .execute(named_params! {
                ":name": identity.name,
                ":post": identity.postal_address,
                ":page": identity.shop_page,
            })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Adds an account; gives its row.
    pub fn add_mail_account(&self, settings: &MailAccountSettings, now: Timestamp) -> Result<i64> {
        let sql = include_str!("../sql/sending/add_account.sql");
        self.say_account(sql, settings, None, Some(now))?;
        Ok(self.connection().last_insert_rowid())
    }

    /// Changes what is said of an account. What kept it from being used is forgotten: it was
    /// mended, or will be said again.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was taken away.
    pub fn change_mail_account(&self, id: i64, settings: &MailAccountSettings) -> Result<()> {
        self.mail_account(id)?;
        let sql = include_str!("../sql/sending/change_account.sql");
        self.say_account(sql, settings, Some(id), None)
    }

    fn say_account(
        &self,
        sql: &str,
        settings: &MailAccountSettings,
        id: Option<i64>,
        now: Option<Timestamp>,
    ) -> Result<()> {
        let said = settings;
        self.connection().prepare_cached(sql)?.execute(named_params! {
            ":id": id, ":now": now.map(|at| at.0),
            ":address": said.address, ":name": said.name, ":reply_to": said.reply_to,
            ":preset": said.preset, ":host": said.host, ":port": said.port,
            ":security": said.security.word(), ":user_name": said.user_name,
            ":auth": said.auth.word(), ":client_id": said.client_id,
            ":per_second": said.per_second, ":per_minute": said.per_minute,
            ":per_hour": said.per_hour, ":per_day": said.per_day,
            ":reserve_percent": said.reserve_percent, ":ramp_from": said.ramp_from.map(|at| at.0),
            ":connections": said.connections, ":per_connection": said.per_connection,
            ":imap_host": said.imap_host, ":imap_port": said.imap_port,
            ":imap_security": said.imap_security.word(), ":imap_user": said.imap_user,
            ":plus_addressing": said.plus_addressing, ":one_click_url": said.one_click_url,
        })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Takes an account away. What was sent from it stays.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was taken away before, [`Error::Conflict`] while a message waits
    /// to go out from it.
    pub fn remove_mail_account(&self, id: i64, now: Timestamp) -> Result<()> {
        self.mail_account(id)?;
        let sql = "SELECT 1 FROM sending WHERE account_id = :id AND state IN ('planned', 'running', 'paused')";
        if self
            .connection()
            .prepare_cached(sql)?
            .exists(named_params! { ":id": id })?
        {
            let waits =
                "A message waits to go out from this account. Stop it first. Nothing was changed";
            return Err(Error::Conflict(waits.to_owned()));
        }
        self.connection()
            .prepare_cached("UPDATE mail_account SET deleted_at = :now WHERE id = :id")?
            .execute(named_params! { ":now": now.0, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Lets an account rest until something is mended; an empty word: it may be used again.
    pub fn pause_mail_account(&self, id: i64, why: &str) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE mail_account SET paused_why = :why WHERE id = :id")?
            .execute(named_params! { ":why": why, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Lets an account rest until a moment, or no longer.
    pub fn rest_mail_account(&self, id: i64, until: Option<Timestamp>) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE mail_account SET rests_until = :until WHERE id = :id")?
            .execute(named_params! { ":until": until.map(|at| at.0), ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Keeps how many messages a minute a server puts up with for now.
    pub fn slow_mail_account(&self, id: i64, per_minute: Option<u32>) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE mail_account SET slowed_to = :rate WHERE id = :id")?
            .execute(named_params! { ":rate": per_minute, ":id": id })?;
        Ok(())
    }

    /// Says which page takes a no by one click; an empty word: none. Another one is asked for
    /// everything it noted.
    ///
    /// # Errors
    /// [`Error::Missing`] when the account was taken away.
    pub fn set_unsubscribe_page(&self, account: i64, url: &str) -> Result<()> {
        self.mail_account(account)?;
        self.connection()
            .prepare_cached(
                "UPDATE mail_account SET one_click_url = :url,
                        page_until = CASE WHEN one_click_url = :url THEN page_until END
                  WHERE id = :id",
            )?
            .execute(named_params! { ":url": url, ":id": account })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Keeps until when that page handed over what it noted (UTC, by its own clock).
    pub fn set_page_until(&self, account: i64, until: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE mail_account SET page_until = :until WHERE id = :id")?
            .execute(named_params! { ":until": until.0, ":id": account })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Keeps how far a folder was read.
    pub fn set_inbox_cursor(
        &self,
        account: i64,
        cursor: &InboxCursor,
        now: Timestamp,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO inbox_cursor (account_id, folder, uid_validity, uid, read_at)
                 VALUES (:account, :folder, :validity, :uid, :now)
                 ON CONFLICT (account_id, folder) DO UPDATE SET uid_validity = excluded.uid_validity,
                   uid = excluded.uid, read_at = excluded.read_at",
            )?
            .execute(named_params! {
                ":account": account, ":folder": cursor.folder, ":validity": cursor.uid_validity,
                ":uid": cursor.uid, ":now": now.0,
            })?;
        self.touch(Topic::Sending);
        Ok(())
    }
}
