//! People who were erased: what a file says of them again speaks of nobody.
//!
//! A reading knows who they are, so that the preview and what writes see the same.

use std::sync::Arc;

use pannier_core::SourceId;
use pannier_store::{
    BalanceContent, CheckoutContent, Erased, OrderContent, PaymentContent, ReadTx,
    order_is_of_nobody,
};

use crate::{Plan, Result, customers::CustomerRow, kept::Said, plan::Staged, stage::SOURCE_NAME};

/// Why a row of a customers file is left out.
pub(crate) const ERASED: &str = "Someone whom you erased: nothing of them is taken in again";

/// Who was erased, for the files of one platform.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nobodies {
    erased: Arc<Erased>,
    /// Nothing while the shop file has not seen the platform.
    source: Option<SourceId>,
}

impl Nobodies {
    pub(crate) fn order(&self, country: &str, order: &mut OrderContent) -> bool {
        self.erased.blank_order(self.source, country, order)
    }

    pub(crate) fn cart(&self, country: &str, mut cart: CheckoutContent) -> CheckoutContent {
        self.erased.blank_cart(self.source, country, &mut cart);
        cart
    }

    fn payment(&self, payment: &mut PaymentContent) {
        self.erased.blank_payment(self.source, payment);
    }

    /// What a file other than of orders or customers says.
    pub(crate) fn said(&self, mut said: Said) -> Said {
        match &mut said {
            Said::Payment(payment) => self.payment(payment),
            Said::Behaviour(behaviour) => {
                self.erased.blank_behaviour(behaviour);
            }
            // A balance of theirs is no row to begin with.
            Said::Product(_) | Said::Checkout(_) | Said::Refund(_) | Said::Balance(_) => {}
        }
        said
    }

    /// Whether points in another programme are those of one of them.
    pub(crate) fn has_balance(&self, balance: &BalanceContent) -> bool {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (email, key) = (some(&balance.email), some(&balance.customer_key));
        self.erased
            .has_customer(self.source, key.as_deref(), email.as_deref(), None)
    }

    /// Whether a row of a customers file speaks of one of them.
    pub(crate) fn has(&self, customer: &CustomerRow) -> bool {
        let content = &customer.profile.content;
        self.erased.has_customer(
            self.source,
            customer.key.as_deref(),
            content.email.as_deref(),
            content.phone.as_deref(),
        )
    }
}

/// Tells the readings of a drop who was erased.
pub(crate) fn tell(plan: &mut Plan, tx: &ReadTx) -> Result<()> {
    let erased = Arc::new(tx.erased()?);
    if erased.is_empty() {
        return Ok(());
    }
    for (report, staged) in plan.files.iter().zip(&mut plan.staged) {
        let platform = report.platform.as_deref().unwrap_or_default();
        let nobodies = Nobodies {
            erased: Arc::clone(&erased),
            source: tx.source(platform, SOURCE_NAME)?,
        };
        match staged {
            Staged::Nothing => {}
            Staged::Orders(staged) => staged.reading.nobodies = nobodies,
            Staged::Customers(staged) => staged.reading.nobodies = nobodies,
            Staged::Kept(staged) => staged.reading.nobodies = nobodies,
        }
    }
    Ok(())
}

/// By what an order is told from those of others: the address, or who it was before they were erased.
pub(crate) fn told_by(order: &OrderContent) -> String {
    if order_is_of_nobody(order) {
        order.customer_key.clone()
    } else {
        order.email.clone()
    }
}
