//! Accounts that are let in by tokens (OAuth 2): asked for once in the browser, renewed by
//! themselves as long as the provider keeps its word.

use std::time::{Duration, Instant};

use pannier_core::{Cancel, Timestamp};
use pannier_keychain::Kind;
use pannier_mail::{OauthClient, OauthError, Preset, TokenSource, Tokens};
use pannier_store::MailAccountRecord;

use super::{connect::way, secrets::Proof};
use crate::{ApiError, Code, Result, Shop, shop::lock, views::MailConnected};

/// How long the browser may take: whoever logs in may have to look for a telephone.
const PATIENCE: Duration = Duration::from_mins(10);

/// A token is not used for the last minutes that it holds: a line may open slowly.
const MARGIN: Duration = Duration::from_mins(5);

/// A token that is valid now.
pub(super) struct Access {
    token: String,
    /// By the clock of the computer, which goes on while it sleeps.
    until: Timestamp,
    /// By one that cannot be set back.
    ends: Instant,
}

impl Access {
    fn of(tokens: &Tokens, now: Timestamp) -> Self {
        let valid = tokens.valid.saturating_sub(MARGIN);
        let ahead = i64::try_from(valid.as_millis()).unwrap_or(i64::MAX);
        Self {
            token: tokens.access.clone(),
            until: Timestamp(now.0.saturating_add(ahead)),
            ends: Instant::now() + valid,
        }
    }

    fn holds(&self, now: Timestamp) -> bool {
        now < self.until && Instant::now() < self.ends
    }
}

/// The program that the merchant registered, as an account names it.
fn client(shop: &Shop, account: &MailAccountRecord) -> Result<OauthClient> {
    let said = &account.settings;
    let provider = Preset::of(&said.preset).and_then(|preset| preset.oauth);
    let provider = provider.ok_or_else(|| {
        let words =
            "Only Google and Microsoft are logged in to through the browser. Use a password";
        ApiError::invalid("auth", words)
    })?;
    if said.client_id.is_empty() {
        let words = "Enter the client id of the program that you registered with your provider";
        return Err(ApiError::invalid("clientId", words));
    }
    let secret = shop
        .sending
        .secrets
        .find(shop, account.id, Kind::ClientSecret)?
        .map_err(|why| ApiError::invalid("secret", why))?;
    Ok(way(shop).oauth(provider, &said.client_id, secret.as_deref()))
}

/// Tokens of an account as they are needed, or why there are none, in words.
pub(super) fn source(shop: &Shop, account: &MailAccountRecord) -> Result<Result<Proof, String>> {
    let id = account.id;
    let address = &account.settings.address;
    let refresh = shop.sending.secrets.find(shop, id, Kind::RefreshToken)?;
    let refresh = match refresh {
        Ok(Some(refresh)) => refresh,
        Ok(None) => {
            let words = format!("Log in to {address} in the browser first, in Settings");
            return Ok(Err(words));
        }
        Err(why) => return Ok(Err(why)),
    };
    let client = match client(shop, account) {
        Ok(client) => client,
        Err(error) if error.field.is_some() => return Ok(Err(error.message)),
        Err(error) => return Err(error),
    };
    let (kept, vault, clock) = (
        shop.sending.secrets.kept(),
        shop.sending.secrets.vault(shop)?,
        shop.clock_arc(),
    );
    let refresh = std::sync::Mutex::new(refresh);
    Ok(Ok(Proof::Tokens(TokenSource::new(move || {
        // One line asks, the others wait for its answer.
        let mut known = lock(&kept.access);
        let now = clock.now();
        if let Some(access) = known.get(&id).filter(|access| access.holds(now)) {
            return Ok(access.token.clone());
        }
        let mut refresh = lock(&refresh);
        let tokens = client.refresh(&refresh)?;
        if let Some(newer) = &tokens.refresh {
            // Some providers give another one each time, and forget the one before.
            refresh.clone_from(newer);
            kept.hold(id, Kind::RefreshToken, newer);
            if let Some(vault) = &vault {
                // Where the keychain is locked by now, it is asked for at the next start.
                let _ = vault.set(id, Kind::RefreshToken, newer);
            }
        }
        known.insert(id, Access::of(&tokens, now));
        Ok(tokens.access)
    }))))
}

fn said(error: &OauthError) -> ApiError {
    let code = match error {
        OauthError::Stopped => Code::Cancelled,
        OauthError::NotReached(_) | OauthError::NotPossible(_) => Code::Unreadable,
        OauthError::Refused(_) | OauthError::Ended | OauthError::NoAnswer => Code::Validation,
    };
    ApiError::new(code, error.to_string())
}

/// Logs in to an account through the browser: `open` is given the address that the merchant has to
/// visit, and may be called on a thread that waits.
///
/// # Errors
/// [`Code::Validation`] where the account lacks something, or the provider or the merchant said no;
/// [`Code::Cancelled`]; [`Code::Unreadable`] where the provider cannot be reached.
pub fn connect_mail_account(
    shop: &Shop,
    id: u32,
    open: &dyn Fn(&str),
    cancel: &Cancel,
) -> Result<MailConnected> {
    let account = shop.read(|tx| Ok(tx.mail_account(id.into())?))?;
    let asked = client(shop, &account)?.ask(&account.settings.address);
    let consent = asked.map_err(|error| said(&error))?;
    open(consent.url());
    let tokens = consent
        .wait(cancel, PATIENCE)
        .map_err(|error| said(&error))?;
    let Some(refresh) = &tokens.refresh else {
        let words = "The provider let Pannier in for an hour only. Remove Pannier in your account \
                     there, and log in once more";
        return Err(ApiError::new(Code::Validation, words));
    };
    let secrets = &shop.sending.secrets;
    let note = secrets.keep(shop, account.id, Kind::RefreshToken, refresh)?;
    let access = Access::of(&tokens, shop.clock().now());
    lock(&secrets.kept().access).insert(account.id, access);
    shop.write(|tx| {
        tx.pause_mail_account(account.id, "")?;
        Ok(tx.rest_mail_account(account.id, None)?)
    })?;
    Ok(MailConnected {
        secret_note: note.unwrap_or_default(),
    })
}
