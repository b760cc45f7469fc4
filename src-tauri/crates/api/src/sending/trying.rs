//! Trying an account: a message to the merchant, and what its domain says of itself.

use pannier_core::{
    Email, HeaderText, Identifier, Mailbox, Message, MessageId, ShopKey, message_word,
};
use pannier_mail::{Directory, Entry, Preset, Standing, check_domain};

use super::connect::{headers, messengers};
use crate::{
    ApiError, Result, Shop,
    views::{DomainCheck, DomainEntry, DomainStanding, MailTested, TestMailAccount},
};

/// Sends a message to the merchant. It is kept nowhere, and counts for nothing but the account.
///
/// # Errors
/// [`crate::Code::Validation`] where the address is none or the password is not known; what the
/// server says is in the answer.
pub fn test_mail_account(shop: &Shop, input: &TestMailAccount) -> Result<MailTested> {
    let (account, key) = shop.read(|tx| Ok((tx.mail_account(input.id.into())?, tx.shop_key()?)))?;
    let email = |field: &str, text: &str| {
        Email::parse(text).map_err(|error| ApiError::invalid(field, error.to_string()))
    };
    let from = email("address", &account.settings.address)?;
    let to = match input.to.trim() {
        "" => from.clone(),
        to => email("to", to)?,
    };
    let now = shop.clock().now();
    let word = message_word(
        &ShopKey::new(key),
        &[b"test", &now.0.to_be_bytes(), to.as_str().as_bytes()],
    );
    let message = Message {
        id: MessageId::new(Identifier::parse(word.as_str()).unwrap_or(word), &from),
        from: Mailbox::new(Some(HeaderText::folded(&account.settings.name)), from),
        reply_to: None,
        to: Mailbox::new(None, to),
        subject: HeaderText::folded("A test from Pannier"),
        text: "This mail account works: Pannier can send messages from it.\n".to_owned(),
        html: None,
        pictures: Vec::new(),
        headers: headers(&account),
        unsubscribe: None,
        list_id: None,
        feedback_id: None,
    };
    let Some(mut messenger) = messengers(shop, &account, 1)?.pop() else {
        return Err(ApiError::invalid(
            "id",
            "This account has no line to send over",
        ));
    };
    Ok(match messenger.send(&message, &mut || Ok(())) {
        Ok(receipt) => {
            super::resume_mail_account(shop, input.id)?;
            MailTested {
                sent: true,
                words: format!(
                    "The mail server took it over. It said: {}",
                    receipt.said.trim()
                ),
            }
        }
        Err(error) => MailTested {
            sent: false,
            words: error.to_string(),
        },
    })
}

/// Looks at what the domain of an account says of mail from it.
///
/// # Errors
/// [`crate::Code::NotFound`] for an account that is not there.
pub fn check_mail_domain(shop: &Shop, id: u32) -> Result<Vec<DomainCheck>> {
    let account = shop.read(|tx| Ok(tx.mail_account(id.into())?))?;
    let address = Email::parse(&account.settings.address)
        .map_err(|error| ApiError::invalid("address", error.to_string()))?;
    let preset = Preset::of(&account.settings.preset);
    let directory = Directory::of_this_computer().ok();
    let checks = check_domain(address.domain(), preset.as_ref(), directory.as_ref());
    Ok(checks
        .into_iter()
        .map(|check| {
            let (advice_name, advice_text) = check
                .advice
                .map_or_else(Default::default, |advice| (advice.name, advice.text));
            DomainCheck {
                entry: match check.entry {
                    Entry::Spf => DomainEntry::Spf,
                    Entry::Dkim => DomainEntry::Dkim,
                    Entry::Dmarc => DomainEntry::Dmarc,
                },
                standing: match check.standing {
                    Standing::Good | Standing::Present => DomainStanding::Good,
                    Standing::Hidden | Standing::NotLookedUp => DomainStanding::Unknown,
                    Standing::Missing | Standing::Wrong => DomainStanding::Wrong,
                },
                words: check.words,
                advice_name,
                advice_text,
                found: check.found.unwrap_or_default(),
            }
        })
        .collect())
}
