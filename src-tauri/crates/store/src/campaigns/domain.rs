//! What the domain of a mail account said of mail when it was looked at last.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, Topic, WriteTx, stored_words::stored_words};

stored_words! {
    /// How an entry of a domain stands.
    DomainEntryState {
        /// As it should be.
        Good = "good",
        /// It could not be told.
        Unknown = "unknown",
        /// Missing, or not as it should be.
        Wrong = "wrong",
    }
}

/// What a domain said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DomainLook {
    /// When (UTC).
    pub at: Timestamp,
    /// Who may send for it.
    pub spf: DomainEntryState,
    /// The keys that its mail is signed with.
    pub dkim: DomainEntryState,
    /// What becomes of mail that is not from it.
    pub dmarc: DomainEntryState,
}

impl ReadTx<'_> {
    /// What the domain of an account said when it was looked at last; nothing where it never was.
    pub fn domain_look(&self, account: i64) -> Result<Option<DomainLook>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT domain_looked_at, domain_spf, domain_dkim, domain_dmarc FROM mail_account
              WHERE id = :id AND domain_looked_at IS NOT NULL",
        )?;
        let found = statement
            .query_row(named_params! { ":id": account }, |row| {
                Ok((
                    row.get("domain_looked_at")?,
                    row.get::<_, String>("domain_spf")?,
                    row.get::<_, String>("domain_dkim")?,
                    row.get::<_, String>("domain_dmarc")?,
                ))
            })
            .optional()?;
        found
            .map(|(at, spf, dkim, dmarc)| {
                Ok(DomainLook {
                    at: Timestamp(at),
                    spf: DomainEntryState::stored(&spf)?,
                    dkim: DomainEntryState::stored(&dkim)?,
                    dmarc: DomainEntryState::stored(&dmarc)?,
                })
            })
            .transpose()
    }
}

impl WriteTx<'_> {
    /// Keeps what the domain of an account said.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when the account was taken away.
    pub fn set_domain_look(&self, account: i64, look: &DomainLook) -> Result<()> {
        self.mail_account(account)?;
        self.connection()
            .prepare_cached(
                "UPDATE mail_account SET domain_looked_at = :at, domain_spf = :spf, domain_dkim = :dkim,
                        domain_dmarc = :dmarc WHERE id = :id",
            )?
            .execute(named_params! {
                ":at": look.at.0, ":spf": look.spf.word(), ":dkim": look.dkim.word(),
                ":dmarc": look.dmarc.word(), ":id": account,
            })?;
        self.touch(Topic::Sending);
        Ok(())
    }
}
