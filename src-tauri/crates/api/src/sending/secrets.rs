//! Passwords and tokens of mail accounts: in the keychain of the system, else for as long as the
//! program runs. None ever stands in a file of Pannier's.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use pannier_keychain::{Keychain, Kind, Vault};
use pannier_store::{AuthKind, MailAccountRecord};
use sha2::{Digest, Sha256};

use super::tokens::{Access, source};
use crate::{Result, Shop, shop::lock, words::hex};

/// What an account shows to be let in.
#[derive(Debug, Clone)]
pub(super) enum Proof {
    /// Nothing: a server on this computer.
    Nothing,
    /// A password or key.
    Password(String),
    /// Tokens, as they are needed.
    Tokens(pannier_mail::TokenSource),
}

/// Where secrets are looked for.
#[derive(Default)]
pub(crate) struct Secrets(Arc<Kept>);

#[derive(Default)]
pub(super) struct Kept {
    place: Mutex<Place>,
    /// Of this run.
    held: Mutex<HashMap<(i64, Kind), String>>,
    /// Tokens that are valid now, by account.
    pub(super) access: Mutex<HashMap<i64, Access>>,
}

#[derive(Default)]
enum Place {
    /// In this run alone.
    #[default]
    Nowhere,
    /// In the keychain of the system.
    System,
    /// In another one, as tests have it.
    Given(Arc<dyn Vault>),
}

impl Kept {
    /// Holds a secret for as long as the program runs.
    pub(super) fn hold(&self, account: i64, kind: Kind, secret: &str) {
        lock(&self.held).insert((account, kind), secret.to_owned());
    }
}

impl Secrets {
    pub(super) fn use_keychain(&self) {
        *lock(&self.0.place) = Place::System;
    }

    pub(super) fn use_vault(&self, vault: Arc<dyn Vault>) {
        *lock(&self.0.place) = Place::Given(vault);
    }

    pub(super) fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.0)
    }

    pub(super) fn vault(&self, shop: &Shop) -> Result<Option<Arc<dyn Vault>>> {
        match &*lock(&self.0.place) {
            Place::Nowhere => return Ok(None),
            Place::Given(vault) => return Ok(Some(Arc::clone(vault))),
            Place::System => {}
        }
        // Shop files are told apart by their own secret, wherever they are moved.
        let key = shop.read(|tx| Ok(tx.shop_key()?))?;
        let name = Sha256::digest([b"keychain".as_slice(), &key].concat());
        Ok(Some(Arc::new(Keychain::of(hex(&name[..8])))))
    }

    /// Keeps a secret. Why it has to be asked for each time, where it has.
    pub(super) fn keep(
        &self,
        shop: &Shop,
        account: i64,
        kind: Kind,
        secret: &str,
    ) -> Result<Option<String>> {
        self.0.hold(account, kind, secret);
        let Some(vault) = self.vault(shop)? else {
            return Ok(Some(
                "The password is kept for as long as Pannier runs".to_owned(),
            ));
        };
        let failed = vault.set(account, kind, secret).err();
        Ok(failed.map(|error| error.to_string()))
    }

    /// Holds a secret for as long as the program runs.
    pub(super) fn hold(&self, account: i64, kind: Kind, secret: &str) {
        self.0.hold(account, kind, secret);
    }

    /// A token that was given before is not trusted any more; the next one is asked for.
    pub(super) fn renew(&self, account: i64) {
        lock(&self.0.access).remove(&account);
    }

    pub(super) fn forget(&self, shop: &Shop, account: i64) -> Result<()> {
        lock(&self.0.held).retain(|(of, _), _| *of != account);
        self.renew(account);
        if let Some(vault) = self.vault(shop)? {
            for kind in Kind::ALL {
                // What stays in a keychain that is locked opens nothing without the account.
                let _ = vault.delete(account, kind);
            }
        }
        Ok(())
    }

    /// A secret, where it is known; or why the keychain does not say.
    pub(super) fn find(
        &self,
        shop: &Shop,
        account: i64,
        kind: Kind,
    ) -> Result<Result<Option<String>, String>> {
        if let Some(held) = lock(&self.0.held).get(&(account, kind)) {
            return Ok(Ok(Some(held.clone())));
        }
        let Some(vault) = self.vault(shop)? else {
            return Ok(Ok(None));
        };
        Ok(match vault.get(account, kind) {
            Ok(Some(secret)) => {
                self.hold(account, kind, &secret);
                Ok(Some(secret))
            }
            Ok(None) => Ok(None),
            Err(error) => Err(error.to_string()),
        })
    }

    /// What an account shows to be let in, or why there is nothing, in words.
    pub(super) fn of(
        &self,
        shop: &Shop,
        account: &MailAccountRecord,
    ) -> Result<Result<Proof, String>> {
        let address = &account.settings.address;
        match account.settings.auth {
            AuthKind::None => Ok(Ok(Proof::Nothing)),
            AuthKind::OAuth => source(shop, account),
            AuthKind::Password => {
                let found = self.find(shop, account.id, Kind::Password)?;
                Ok(found.and_then(|found| {
                    let asks = || {
                        format!(
                            "Enter the password of {address} first: it is not kept on this computer"
                        )
                    };
                    found.map(Proof::Password).ok_or_else(asks)
                }))
            }
        }
    }
}
