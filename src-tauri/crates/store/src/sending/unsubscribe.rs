//! A “no” that someone said to the shop: on the list of addresses, in their history of consent, and
//! with everything they are known by.

use pannier_core::{CustomerId, Timestamp};

use super::{NewSuppression, SuppressionReason};
use crate::{CustomerWord, Result, Topic, WriteTx};

/// What a “no” reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidNo {
    /// Whether the address was not on the list for that, or a graver reason, before.
    pub is_news: bool,
    /// Who is known by the address, where anyone is.
    pub customer: Option<CustomerId>,
}

impl WriteTx<'_> {
    /// Someone said no to mail: for good. Also where nobody is known by the address any more; whoever
    /// is later has said no already.
    pub fn unsubscribe_address(
        &self,
        address: &str,
        reason: SuppressionReason,
        source: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<SaidNo> {
        let is_news = self.suppress_address(&NewSuppression {
            address,
            reason,
            source,
            said: "",
            at,
        })?;
        let word = CustomerWord::Email(address.to_owned());
        let customer = self.customer_known_by(&word)?;
        self.person_said_no(customer, &word, source, at, now)?;
        self.touch(Topic::Customers);
        Ok(SaidNo { is_news, customer })
    }
}
