//! Trying an account: a message to the merchant, and what its domain says of itself.

use pannier_campaign::{Composer, Reader};
use pannier_core::{
    Cancel, Email, HeaderText, Identifier, Mailbox, Message, MessageId, ShopKey, Timestamp,
    message_word,
};
use pannier_mail::{Directory, Entry, Preset, Standing, check_domain};
use pannier_store::{DomainEntryState, DomainLook, MailAccountRecord};

use super::{
    connect::{headers, messengers},
    messages::{checked, people},
    number,
    preview::draft,
    with_variables,
};
use crate::{
    ApiError, Result, Shop,
    views::{DomainCheck, DomainEntry, DomainStanding, MailTested, TestMailAccount, TestSending},
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
    let word = test_word(key, shop.clock().now(), &to);
    let message = Message {
        id: MessageId::new(word, &from),
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
    send_to_merchant(shop, &account, &message)
}

/// An id that no other message has.
pub(crate) fn test_word(key: [u8; 32], now: Timestamp, to: &Email) -> Identifier {
    let parts = [b"test", &now.0.to_be_bytes()[..], to.as_str().as_bytes()];
    message_word(&ShopKey::new(key), &parts)
}

pub(crate) fn send_to_merchant(
    shop: &Shop,
    account: &MailAccountRecord,
    message: &Message,
) -> Result<MailTested> {
    let Some(mut messenger) = messengers(shop, account, 1)?.pop() else {
        return Err(ApiError::invalid(
            "id",
            "This account has no line to send over",
        ));
    };
    Ok(match messenger.send(message, &mut || Ok(())) {
        Ok(receipt) => {
            super::resume_mail_account(shop, number(account.id))?;
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

/// Sends the very message, as its first reader would get it, to the merchant. The way to unsubscribe
/// in it is the merchant's own, so that trying it takes nobody off. It is kept nowhere.
///
/// # Errors
/// [`crate::Code::Validation`] where something lacks, nobody would get it, or the address is none;
/// what the server says is in the answer.
pub fn test_sending(shop: &Shop, input: &TestSending) -> Result<MailTested> {
    let settings = checked(shop, &input.content)?;
    let lacks = || ApiError::invalid("account", "Choose the mail account that it goes out from");
    let account = settings.account.ok_or_else(lacks)?;
    let (account, key) = shop.read(|tx| Ok((tx.mail_account(account)?, tx.shop_key()?)))?;
    let address = match input.to.trim() {
        "" => account.settings.address.as_str(),
        to => to,
    };
    let to = Email::parse(address).map_err(|error| ApiError::invalid("to", error.to_string()))?;
    let people = people(shop, settings.segment)?;
    let now = shop.clock().now();
    let word = test_word(key, now, &to);
    let record = draft(settings, now);
    let message = with_variables(shop, |variables| {
        shop.read(|tx| {
            let composer = Composer::new(tx, &record, &account, variables, &headers(&account))?;
            let recipients = tx.recipients(&people, &Cancel::default())?;
            let first = recipients.iter().find(|one| one.skipped.is_none());
            let nobody = || ApiError::invalid("segment", "Nobody of these may be written to");
            let first = first.ok_or_else(nobody)?;
            let reader = Reader {
                customer: first.customer,
                address: to.as_str(),
                name: &first.name,
                word: word.as_str(),
            };
            Ok::<_, ApiError>(composer.compose(tx, reader)?)
        })
    })?;
    let message = Message {
        to: Mailbox::new(None, to),
        ..message
    };
    send_to_merchant(shop, &account, &message)
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
    // Without a line to the directory nothing was looked at.
    if !checks
        .iter()
        .any(|check| matches!(check.standing, Standing::NotLookedUp))
    {
        let of = |entry: Entry| {
            let found = checks.iter().find(|check| check.entry == entry);
            found.map_or(DomainEntryState::Unknown, |check| match check.standing {
                Standing::Good | Standing::Present => DomainEntryState::Good,
                Standing::Hidden | Standing::NotLookedUp => DomainEntryState::Unknown,
                Standing::Missing | Standing::Wrong => DomainEntryState::Wrong,
            })
        };
        let look = DomainLook {
            at: shop.clock().now(),
            spf: of(Entry::Spf),
            dkim: of(Entry::Dkim),
            dmarc: of(Entry::Dmarc),
        };
        shop.write(|tx| Ok(tx.set_domain_look(account.id, &look)?))?;
    }
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
