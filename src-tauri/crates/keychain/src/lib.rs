//! Passwords and tokens of mail accounts, in the keychain of the system: Keychain on macOS, the
//! credential manager on Windows, the secret service elsewhere. None of them ever stands in a
//! file of Pannier's. A computer without a keychain is no error of its owner: who calls asks for
//! the password then, each time the program runs.
#![deny(missing_docs)]

use keyring::{Entry, Error};

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A password, an app password or a provider's key, for sending and reading.
    Password,
    /// What new tokens of OAuth 2 are got with.
    RefreshToken,
    /// The secret of the client that the merchant registered for OAuth 2.
    ClientSecret,
}

impl Kind {
    /// All of them: those to be forgotten with an account.
    pub const ALL: [Self; 3] = [Self::Password, Self::RefreshToken, Self::ClientSecret];

    fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::RefreshToken => "refresh-token",
            Self::ClientSecret => "client-secret",
        }
    }
}

/// Why the keychain did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none.
    #[error("This computer has no keychain that Pannier can use, so passwords are not kept")]
    Absent,
    /// It is there, and locked.
    #[error("The keychain is locked. Unlock it, or enter the password again")]
    Locked,
    /// Something else.
    #[error("The keychain did not answer as it should: {0}")]
    Refused(String),
}

impl KeychainError {
    /// The secret has to be asked for instead.
    pub fn means_asking(&self) -> bool {
        matches!(self, Self::Absent | Self::Locked)
    }
}

/// Where secrets of accounts are kept.
pub trait Vault: Send + Sync {
    /// What is kept for an account, if anything.
    ///
    /// # Errors
    /// Why it cannot be had.
    fn get(&self, account: i64, kind: Kind) -> Result<Option<String>, KeychainError>;

    /// Keeps a secret, in place of the one before.
    ///
    /// # Errors
    /// Why it was not kept.
    fn set(&self, account: i64, kind: Kind, secret: &str) -> Result<(), KeychainError>;

    /// Forgets a secret. One that is not there is forgotten already.
    ///
    /// # Errors
    /// Why it may still be there.
    fn delete(&self, account: i64, kind: Kind) -> Result<(), KeychainError>;
}

/// The keychain, as far as one shop's accounts go. `shop` is what tells shop files apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keychain {
    shop: String,
}

impl Keychain {
    /// The secrets of that shop.
    pub fn of(shop: impl Into<String>) -> Self {
        Self { shop: shop.into() }
    }

    fn entry(&self, account: i64, kind: Kind) -> Result<Entry, KeychainError> {
        let user = format!("{}/{account}/{}", self.shop, kind.name());
        Entry::new("Pannier", &user).map_err(why)
    }
}

impl Vault for Keychain {
    fn get(&self, account: i64, kind: Kind) -> Result<Option<String>, KeychainError> {
        match self.entry(account, kind)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(why(error)),
        }
    }

    fn set(&self, account: i64, kind: Kind, secret: &str) -> Result<(), KeychainError> {
        self.entry(account, kind)?.set_password(secret).map_err(why)
    }

    fn delete(&self, account: i64, kind: Kind) -> Result<(), KeychainError> {
        match self.entry(account, kind)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(why(error)),
        }
    }
}

fn why(error: Error) -> KeychainError {
    match error {
        Error::NoDefaultStore => KeychainError::Absent,
        Error::NoStorageAccess(_) => KeychainError::Locked,
        // The words of the others can hold the secret itself.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeychainError::Refused("what it holds is no password".to_owned())
        }
        other => KeychainError::Refused(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_is_told_apart_without_the_secret() {
        assert_eq!(why(Error::NoDefaultStore), KeychainError::Absent);
        let locked = why(Error::NoStorageAccess("locked".into()));
        assert!(locked.means_asking());
        let odd = why(Error::BadEncoding(b"secret".to_vec()));
        assert!(!odd.to_string().contains("secret") && !odd.means_asking());
    }
}
