//! The page on the merchant's own web site that takes a “no” by one click: its file, its address,
//! and fetching what it noted.

use pannier_core::{HttpsUrl, ShopKey};
use pannier_mail::{PageKind, PageWords, UnsubscribePage, page_file};
use pannier_store::MailAccountRecord;

use super::{connect::way, count, language};
use crate::{
    ApiError, Code, Exported, Result, Shop,
    views::{SetUnsubscribePage, UnsubscribePageKind, UnsubscribePageTried},
};

/// The file to put on the web site, with a key that belongs to this shop's page alone.
///
/// # Errors
/// What the shop file says.
pub fn unsubscribe_page_file(shop: &Shop, kind: UnsubscribePageKind) -> Result<Exported> {
    let (key, identity, record) =
        shop.read(|tx| Ok((tx.shop_key()?, tx.sender_identity()?, tx.shop()?)))?;
    let country = record.country;
    let name = identity.map_or(record.name, |identity| identity.name);
    let (kind, file) = match kind {
        UnsubscribePageKind::Php => (PageKind::Php, "unsubscribe.php"),
        UnsubscribePageKind::Worker => (PageKind::Worker, "unsubscribe-worker.js"),
    };
    let text = page_file(
        kind,
        &ShopKey::new(key),
        &PageWords::of(language(&country).code(), &name),
    );
    Ok(Exported {
        name: file.to_owned(),
        bytes: text.into_bytes(),
    })
}

/// The page at an address.
pub(super) fn page_at(shop: &Shop, url: &str) -> Result<UnsubscribePage> {
    let refuse = |words: &str| ApiError::invalid("oneClickUrl", words);
    let url = HttpsUrl::parse(url)
        .map_err(|_| refuse("The page begins with https://, and is not longer than 400 letters"))?;
    let key = shop.read(|tx| Ok(ShopKey::new(tx.shop_key()?)))?;
    way(shop)
        .page(&url, &key)
        .map_err(|_| refuse("Leave out the question mark and what follows it"))
}

/// Asks the page at that address what it noted, and, where it answers as it should, lets mail from
/// the account lead to it. Without an address no page is used any more. Where it does not answer,
/// nothing is changed.
///
/// # Errors
/// [`Code::Validation`] where it is no address of the web, [`Code::NotFound`] for an account that is
/// not there.
pub fn set_unsubscribe_page(
    shop: &Shop,
    input: &SetUnsubscribePage,
) -> Result<UnsubscribePageTried> {
    let account = shop.read(|tx| Ok(tx.mail_account(input.account.into())?))?;
    let url = input.url.trim();
    if url.is_empty() {
        shop.write(|tx| Ok(tx.set_unsubscribe_page(account.id, "")?))?;
        return Ok(UnsubscribePageTried {
            works: false,
            words: "Mail from this account leads to no page any more".to_owned(),
        });
    }
    let page = page_at(shop, url)?;
    Ok(match page.pull(None, shop.clock().now()) {
        Ok(_) => {
            shop.write(|tx| Ok(tx.set_unsubscribe_page(account.id, url)?))?;
            UnsubscribePageTried {
                works: true,
                words: "The page answered with its own signature. Mail from this account leads to \
                        it from now on"
                    .to_owned(),
            }
        }
        Err(error) => UnsubscribePageTried {
            works: false,
            words: error.to_string(),
        },
    })
}

/// Fetches who clicked since the last time. Returns how many of them are news; nothing where the
/// account has no page.
///
/// # Errors
/// [`Code::Unreadable`] where the page does not answer as it should, or what the shop file says.
pub(super) fn pull(shop: &Shop, account: &MailAccountRecord) -> Result<u32> {
    let url = &account.settings.one_click_url;
    if url.is_empty() {
        return Ok(0);
    }
    let now = shop.clock().now();
    let page = page_at(shop, url)?;
    let pulled = page
        .pull(account.page_until, now)
        .map_err(|error| ApiError::new(Code::Unreadable, error.to_string()))?;
    let said =
        pannier_campaign::said_no_by_token(shop.store(), Some(account.id), &pulled.tokens, now)?;
    // After what it handed over was honoured: where that failed, it is handed over again.
    shop.write(|tx| Ok(tx.set_page_until(account.id, pulled.until)?))?;
    Ok(count(said))
}
