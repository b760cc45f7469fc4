//! Passwords and tokens of mail accounts: in the keychain of the system, else for as long as the
//! program runs. None ever stands in a file of Pannier's.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use pannier_keychain::{Keychain, Kind};
use pannier_store::{AuthKind, MailAccountRecord};
use sha2::{Digest, Sha256};

use crate::{Result, Shop, shop::lock, words::hex};

/// Where secrets are looked for.
#[derive(Default)]
pub(crate) struct Secrets {
    keychain: AtomicBool,
    /// Of this run, by account.
    held: Mutex<HashMap<i64, String>>,
}

impl Secrets {
    pub(super) fn use_keychain(&self) {
        self.keychain.store(true, Ordering::Release);
    }

    fn keychain(&self, shop: &Shop) -> Result<Option<Keychain>> {
        if !self.keychain.load(Ordering::Acquire) {
            return Ok(None);
        }
        // Shop files are told apart by their own secret, wherever they are moved.
        let key = shop.read(|tx| Ok(tx.shop_key()?))?;
        let name = Sha256::digest([b"keychain".as_slice(), &key].concat());
        Ok(Some(Keychain::of(hex(&name[..8]))))
    }

    /// Keeps a secret. Why it has to be asked for each time, where it has.
    pub(super) fn keep(&self, shop: &Shop, account: i64, secret: &str) -> Result<Option<String>> {
        lock(&self.held).insert(account, secret.to_owned());
        let Some(keychain) = self.keychain(shop)? else {
            return Ok(Some(
                "The password is kept for as long as Pannier runs".to_owned(),
            ));
        };
        Ok(keychain
            .set(account, Kind::Password, secret)
            .err()
            .map(|error| error.to_string()))
    }

    /// Holds a secret for as long as the program runs.
    pub(super) fn hold(&self, account: i64, secret: &str) {
        lock(&self.held).insert(account, secret.to_owned());
    }

    pub(super) fn forget(&self, shop: &Shop, account: i64) -> Result<()> {
        lock(&self.held).remove(&account);
        if let Some(keychain) = self.keychain(shop)? {
            for kind in Kind::ALL {
                // What stays in a keychain that is locked opens nothing without the account.
                let _ = keychain.delete(account, kind);
            }
        }
        Ok(())
    }

    /// The secret of an account, or why there is none in words.
    pub(super) fn of(
        &self,
        shop: &Shop,
        account: &MailAccountRecord,
    ) -> Result<Result<Option<String>, String>> {
        if account.settings.auth == AuthKind::None {
            return Ok(Ok(None));
        }
        if let Some(held) = lock(&self.held).get(&account.id) {
            return Ok(Ok(Some(held.clone())));
        }
        let asks = || {
            let address = &account.settings.address;
            format!("Enter the password of {address} first: it is not kept on this computer")
        };
        let Some(keychain) = self.keychain(shop)? else {
            return Ok(Err(asks()));
        };
        Ok(match keychain.get(account.id, Kind::Password) {
            Ok(Some(secret)) => {
                self.hold(account.id, &secret);
                Ok(Some(secret))
            }
            Ok(None) => Err(asks()),
            Err(error) => Err(error.to_string()),
        })
    }
}
