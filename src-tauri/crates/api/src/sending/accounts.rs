//! Mailboxes that messages go out from: kept, changed, unlocked, with what they sent of late.

use pannier_campaign::day_allowance;
use pannier_core::{Email, HeaderText, HttpsUrl, ShopZone, Timestamp};
use pannier_keychain::Kind;
use pannier_mail::Preset;
use pannier_store::{
    AuthKind, MailAccountRecord, MailAccountSettings, ReadTx, Security, SenderIdentity,
};

use super::{number, page::page_at};
use crate::{
    ApiError, Result, Shop,
    views::{
        MailAccount, MailAccountSaved, MailAccounts, MailAuth, MailIdentity, MailSecurity,
        MailSettings, MailUse, SaveMailAccount, UnlockMailAccount,
    },
};

pub(super) fn security(of: Security) -> MailSecurity {
    match of {
        Security::Tls => MailSecurity::Tls,
        Security::StartTls => MailSecurity::StartTls,
        Security::Plain => MailSecurity::Plain,
    }
}

fn stored_security(of: MailSecurity) -> Security {
    match of {
        MailSecurity::Tls => Security::Tls,
        MailSecurity::StartTls => Security::StartTls,
        MailSecurity::Plain => Security::Plain,
    }
}

fn auth(of: AuthKind) -> MailAuth {
    match of {
        AuthKind::Password => MailAuth::Password,
        AuthKind::OAuth => MailAuth::OAuth,
        AuthKind::None => MailAuth::None,
    }
}

fn settings(of: &MailAccountSettings) -> MailSettings {
    MailSettings {
        address: of.address.clone(),
        name: of.name.clone(),
        reply_to: of.reply_to.clone(),
        preset: of.preset.clone(),
        host: of.host.clone(),
        port: of.port,
        security: security(of.security),
        user: of.user_name.clone(),
        auth: auth(of.auth),
        client_id: of.client_id.clone(),
        per_second: of.per_second,
        per_minute: of.per_minute,
        per_hour: of.per_hour,
        per_day: of.per_day,
        reserve_percent: of.reserve_percent,
        is_new: of.ramp_from.is_some(),
        connections: of.connections,
        per_connection: of.per_connection,
        imap_host: of.imap_host.clone(),
        imap_port: of.imap_port,
        imap_security: security(of.imap_security),
        imap_user: of.imap_user.clone(),
        plus_addressing: of.plus_addressing,
        one_click_url: of.one_click_url.clone(),
    }
}

/// A server on this computer, which alone may be spoken to in clear.
fn is_this_computer(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "::1")
}

fn email(field: &str, text: &str) -> Result<Email> {
    Email::parse(text).map_err(|error| ApiError::invalid(field, error.to_string()))
}

fn line(field: &str, text: &str) -> Result<String> {
    let refuse = |error: pannier_core::MessageError| {
        let words = error.to_string();
        ApiError::invalid(
            field,
            format!("{}{}", words[..1].to_uppercase(), &words[1..]),
        )
    };
    Ok(HeaderText::parse(text).map_err(refuse)?.as_str().to_owned())
}

/// The name of a server, or nothing.
fn host(field: &str, text: &str) -> Result<String> {
    let text = text.trim().to_ascii_lowercase();
    let fits = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    if fits {
        Ok(text)
    } else {
        let words = "A server is named like mail.example.com";
        Err(ApiError::invalid(field, words))
    }
}

/// Refuses servers that would be spoken to in clear or without a name, and ports that are none.
fn check_servers(of: &MailSettings, smtp: &str, imap: &str) -> Result<()> {
    let refuse = |field, words| Err(ApiError::invalid(field, words));
    if smtp.is_empty() {
        return refuse("host", "Name the server that takes your mail");
    }
    for (field, host, secure) in [
        ("host", smtp, of.security),
        ("imapHost", imap, of.imap_security),
    ] {
        if secure == MailSecurity::Plain && !host.is_empty() && !is_this_computer(host) {
            let words = "Without encryption only a server on this computer can be used";
            return refuse(field, words);
        }
    }
    if of.auth == MailAuth::None && !is_this_computer(smtp) {
        return refuse("auth", "A server elsewhere wants a name and a password");
    }
    if of.port == 0 || (!imap.is_empty() && of.imap_port == 0) {
        return refuse("port", "A port is a number from 1 to 65535");
    }
    Ok(())
}

/// Refuses limits that would let nothing through.
fn check_limits(of: &MailSettings) -> Result<()> {
    let limits = [of.per_second, of.per_minute, of.per_hour, of.per_day];
    if limits.contains(&Some(0)) {
        let words = "A limit is 1 or more. Leave it empty for none";
        return Err(ApiError::invalid("perDay", words));
    }
    if of.reserve_percent > 90 || !(1..=4).contains(&of.connections) || of.per_connection == 0 {
        let words = "Keep back 90 % at most, over 1 to 4 connections";
        return Err(ApiError::invalid("connections", words));
    }
    Ok(())
}

/// Reads what the merchant typed.
fn checked(
    shop: &Shop,
    of: &MailSettings,
    ramp_from: Option<Timestamp>,
) -> Result<MailAccountSettings> {
    let address = email("address", &of.address)?;
    let smtp = host("host", &of.host)?;
    let imap = host("imapHost", &of.imap_host)?;
    check_servers(of, &smtp, &imap)?;
    check_limits(of)?;
    if let Some(preset) = Preset::of(&of.preset)
        && !preset.may_send_from(&address)
    {
        let words = format!(
            "Mail from {} can be sent by its own provider alone: others throw it away. Use an \
             address of your own domain with {}",
            address.as_str(),
            preset.name
        );
        return Err(ApiError::invalid("address", words));
    }
    let one_click_url = of.one_click_url.trim().to_owned();
    if !one_click_url.is_empty() {
        page_at(shop, &one_click_url)?;
    }
    let preset = Preset::of(&of.preset);
    if of.auth == MailAuth::OAuth && preset.is_none_or(|preset| preset.oauth.is_none()) {
        let words = "Only Google and Microsoft are logged in to through the browser";
        return Err(ApiError::invalid("auth", words));
    }
    Ok(MailAccountSettings {
        name: line("name", &of.name)?,
        reply_to: match of.reply_to.trim() {
            "" => String::new(),
            reply_to => email("replyTo", reply_to)?.as_str().to_owned(),
        },
        preset: of.preset.clone(),
        host: smtp,
        port: of.port,
        security: stored_security(of.security),
        user_name: line("user", &of.user)?,
        auth: match of.auth {
            MailAuth::Password => AuthKind::Password,
            MailAuth::OAuth => AuthKind::OAuth,
            MailAuth::None => AuthKind::None,
        },
        client_id: line("clientId", &of.client_id)?,
        per_second: of.per_second,
        per_minute: of.per_minute,
        per_hour: of.per_hour,
        per_day: of.per_day,
        reserve_percent: of.reserve_percent,
        ramp_from: ramp_from.filter(|_| of.is_new),
        connections: of.connections,
        per_connection: of.per_connection,
        imap_host: imap,
        imap_port: of.imap_port,
        imap_security: stored_security(of.imap_security),
        imap_user: line("imapUser", &of.imap_user)?,
        plus_addressing: of.plus_addressing,
        one_click_url,
        address: address.as_str().to_owned(),
    })
}

/// Whom mail is from, and the accounts with what they sent of late.
///
/// # Errors
/// What the shop file says.
pub fn mail_accounts(shop: &Shop) -> Result<MailAccounts> {
    let now = shop.clock().now();
    let (records, mut accounts, identity) = shop.read(|tx| {
        let zone = tx.shop()?.zone;
        let records = tx.mail_accounts()?;
        let accounts = records.iter().map(|record| view(tx, record, zone, now));
        let accounts = accounts.collect::<Result<Vec<MailAccount>>>()?;
        Ok((records, accounts, tx.sender_identity()?))
    })?;
    for (record, account) in records.iter().zip(&mut accounts) {
        match shop.sending.secrets.of(shop, record)? {
            Ok(_) => account.is_unlocked = true,
            Err(why) => account.locked_why = why,
        }
    }
    Ok(MailAccounts {
        identity: identity.map(|said| MailIdentity {
            name: said.name,
            postal_address: said.postal_address,
            shop_page: said.shop_page,
        }),
        accounts,
    })
}

fn view(
    tx: &ReadTx,
    record: &MailAccountRecord,
    zone: ShopZone,
    now: Timestamp,
) -> Result<MailAccount> {
    let used = tx.account_use(record.id, now)?;
    let day = day_allowance(record, zone, now);
    Ok(MailAccount {
        id: number(record.id),
        settings: settings(&record.settings),
        provider: Preset::of(&record.settings.preset)
            .map_or_else(String::new, |preset| preset.name),
        is_unlocked: false,
        locked_why: String::new(),
        page_read_at: record.page_until.map(|at| at.0),
        paused_why: record.paused_why.clone(),
        rests_until: record.rests_until.filter(|at| *at > now).map(|at| at.0),
        slowed_to: record.slowed_to,
        day: MailUse {
            used: used.day,
            most: day.most,
        },
        hour: MailUse {
            used: used.hour,
            most: record.settings.per_hour,
        },
        minute: MailUse {
            used: used.minute,
            most: record.settings.per_minute,
        },
        reserved: day.reserved,
        ramps: day.ramps,
        inbox_read_at: tx.inbox_read_at(record.id)?.map(|at| at.0),
    })
}

/// Keeps an account, and its secret in the keychain where there is one.
///
/// # Errors
/// [`crate::Code::Validation`] with the field, or what the shop file says.
pub fn save_mail_account(shop: &Shop, input: &SaveMailAccount) -> Result<MailAccountSaved> {
    let now = shop.clock().now();
    let known = input
        .id
        .map(|id| shop.read(|tx| Ok(tx.mail_account(id.into())?)))
        .transpose()?;
    let ramp_from = known.as_ref().and_then(|known| known.settings.ramp_from);
    let said = checked(shop, &input.settings, ramp_from.or(Some(now)))?;
    let id = shop.write(|tx| {
        Ok(match &known {
            Some(known) => {
                tx.change_mail_account(known.id, &said)?;
                known.id
            }
            None => tx.add_mail_account(&said, now)?,
        })
    })?;
    let secret = input.secret.as_deref().filter(|secret| !secret.is_empty());
    let kind = match said.auth {
        // What lets in there comes from the browser.
        AuthKind::OAuth => Kind::ClientSecret,
        AuthKind::Password | AuthKind::None => Kind::Password,
    };
    let note = match secret {
        Some(secret) => shop.sending.secrets.keep(shop, id, kind, secret)?,
        None => None,
    };
    Ok(MailAccountSaved {
        id: number(id),
        secret_note: note.unwrap_or_default(),
    })
}

/// Takes an account away, and its secret.
///
/// # Errors
/// [`crate::Code::Conflict`] while a message waits to go out from it, or what the shop file says.
pub fn remove_mail_account(shop: &Shop, id: u32) -> Result<()> {
    let now = shop.clock().now();
    shop.write(|tx| Ok(tx.remove_mail_account(id.into(), now)?))?;
    shop.sending.secrets.forget(shop, id.into())
}

/// Takes a secret for as long as the program runs.
///
/// # Errors
/// [`crate::Code::NotFound`] for an account that is not there, [`crate::Code::Validation`] for one
/// that is let in by tokens.
pub fn unlock_mail_account(shop: &Shop, input: &UnlockMailAccount) -> Result<()> {
    let id = i64::from(input.id);
    let account = shop.read(|tx| Ok(tx.mail_account(id)?))?;
    if account.settings.auth == AuthKind::OAuth {
        let words = "This account is logged in to through the browser, in Settings";
        return Err(ApiError::invalid("secret", words));
    }
    shop.sending.secrets.hold(id, Kind::Password, &input.secret);
    resume_mail_account(shop, input.id)
}

/// Lets an account be used again, after what kept it from that was mended.
///
/// # Errors
/// [`crate::Code::NotFound`] for an account that is not there, or what the shop file says.
pub fn resume_mail_account(shop: &Shop, id: u32) -> Result<()> {
    shop.sending.secrets.renew(id.into());
    shop.write(|tx| {
        let account = tx.mail_account(id.into())?;
        tx.pause_mail_account(account.id, "")?;
        Ok(tx.rest_mail_account(account.id, None)?)
    })
}

/// Says whom mail is from.
///
/// # Errors
/// [`crate::Code::Validation`] where a word is missing, or what the shop file says.
pub fn set_mail_identity(shop: &Shop, identity: &MailIdentity) -> Result<()> {
    let name = HeaderText::parse(&identity.name)
        .map_err(|_| ApiError::invalid("name", "The name is one line"))?;
    let postal_address = identity.postal_address.trim().to_owned();
    if name.is_empty() {
        return Err(ApiError::invalid(
            "name",
            "Say what your readers know the shop by",
        ));
    }
    if postal_address.is_empty() {
        let words = "Say where the shop can be written to by post: the law wants it in every mail";
        return Err(ApiError::invalid("postalAddress", words));
    }
    let said = SenderIdentity {
        name: name.as_str().to_owned(),
        postal_address,
        shop_page: web_page(&identity.shop_page)?,
    };
    shop.write(|tx| Ok(tx.set_sender_identity(&said)?))
}

/// A page of the web as merchants write it: `https://` may be left out.
fn web_page(said: &str) -> Result<String> {
    let said = said.trim();
    if said.is_empty() {
        return Ok(String::new());
    }
    let whole = if said.contains("://") {
        said.to_owned()
    } else {
        format!("https://{said}")
    };
    match HttpsUrl::parse(&whole) {
        Ok(page) if page.as_str().contains('.') => Ok(page.as_str().to_owned()),
        _ => {
            let words = "Write the address of your shop as a browser shows it, such as https://wren.example";
            Err(ApiError::invalid("shopPage", words))
        }
    }
}
