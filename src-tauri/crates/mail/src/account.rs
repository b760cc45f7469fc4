//! Where an account's servers are, how the line to them is made safe, and how it is logged in to.

use std::{fmt, net::IpAddr, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::oauth::OauthError;

/// How a line is encrypted. There is no third way: without encryption nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// From the first byte, as on ports 465 and 993.
    Tls,
    /// After a few words in clear text, as on ports 587 and 2525. Where the server does not go
    /// over to encryption, nothing more is said to it.
    StartTls,
}

/// A server and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    host: String,
    port: u16,
    encryption: Option<Encryption>,
}

impl Server {
    /// A server anywhere; its certificate has to be for `host`.
    pub fn new(host: &str, port: u16, encryption: Encryption) -> Self {
        Self {
            host: host.trim().trim_end_matches('.').to_ascii_lowercase(),
            port,
            encryption: Some(encryption),
        }
    }

    /// A server on this computer that speaks in clear text, for tests and measurements. No other
    /// computer can be named here.
    pub fn plain_on_this_computer(port: u16) -> Self {
        Self {
            host: IpAddr::from([127, 0, 0, 1]).to_string(),
            port,
            encryption: None,
        }
    }

    /// Its name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the line is encrypted; nothing for a server on this computer alone.
    pub fn encryption(&self) -> Option<Encryption> {
        self.encryption
    }
}

/// Shown where a server is named.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// What proves who is calling.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// A password, an app password or a provider's key.
    Password(String),
    /// A token of OAuth 2 that is valid now.
    AccessToken(String),
    /// Tokens of OAuth 2 as they are needed: one holds for an hour, and a message to many takes
    /// longer.
    Tokens(TokenSource),
}

type Asked = dyn Fn() -> Result<String, OauthError> + Send + Sync;

/// Gives a token of OAuth 2 that is valid now. It may ask the provider for a new one, which takes a
/// while.
#[derive(Clone)]
pub struct TokenSource(Arc<Asked>);

impl TokenSource {
    /// Tokens as `ask` gives them.
    pub fn new(ask: impl Fn() -> Result<String, OauthError> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// A token that is valid now.
    ///
    /// # Errors
    /// Why there is none.
    pub fn token(&self) -> Result<String, OauthError> {
        (self.0)()
    }
}

/// Two are the same where they are one.
impl PartialEq for TokenSource {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for TokenSource {}

/// A secret is not for logs.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::AccessToken(_) => "AccessToken(…)",
            Self::Tokens(_) => "Tokens(…)",
        })
    }
}

/// A secret is not for logs.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource(…)")
    }
}

/// A name and what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The account's name at the server, often its address.
    pub user: String,
    /// The proof.
    pub secret: Secret,
}

impl Login {
    /// The same with a proof that can be said now.
    ///
    /// # Errors
    /// Why there is no token.
    pub(crate) fn ready(&self) -> Result<Self, OauthError> {
        let secret = match &self.secret {
            Secret::Tokens(source) => Secret::AccessToken(source.token()?),
            other => other.clone(),
        };
        Ok(Self {
            user: self.user.clone(),
            secret,
        })
    }
}

/// An account's outgoing side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpAccount {
    /// The server that takes mail.
    pub server: Server,
    /// How to log in; nothing only for a server on this computer.
    pub login: Option<Login>,
    /// After so many messages a new line is opened, since providers count.
    pub max_per_connection: u32,
}

/// An account's incoming side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImapAccount {
    /// The server that keeps mail.
    pub server: Server,
    /// How to log in.
    pub login: Login,
}
