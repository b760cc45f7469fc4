//! Lines to mail servers, as accounts say.

use std::sync::Arc;

use pannier_core::{Clock, ExtraHeader, HeaderText, Messenger};
use pannier_mail::{
    Encryption, ImapAccount, Inbox, Login, Patience, Preset, Secret, Server, SmtpAccount,
    SmtpMessenger, Trust,
};
use pannier_store::{AuthKind, MailAccountRecord, Security};

use crate::{ApiError, Code, Result, Shop, shop::lock};

/// How a line for messages is opened.
pub trait Connect: Send + Sync {
    /// A line of an account, to be opened when the first message goes. `secret` is its password or
    /// token, where it has one.
    ///
    /// # Errors
    /// Why there can be none.
    fn messenger(
        &self,
        account: &MailAccountRecord,
        secret: Option<&str>,
        clock: Arc<dyn Clock>,
    ) -> Result<Box<dyn Messenger>>;
}

/// By mail, over encrypted lines.
#[derive(Debug)]
struct ByMail;

fn server(host: &str, port: u16, security: Security) -> Server {
    match security {
        Security::Tls => Server::new(host, port, Encryption::Tls),
        Security::StartTls => Server::new(host, port, Encryption::StartTls),
        Security::Plain => Server::plain_on_this_computer(port),
    }
}

fn login(user: &str, auth: AuthKind, secret: Option<&str>) -> Option<Login> {
    let secret = secret?.to_owned();
    let secret = match auth {
        AuthKind::Password => Secret::Password(secret),
        AuthKind::OAuth => Secret::AccessToken(secret),
        AuthKind::None => return None,
    };
    Some(Login {
        user: user.to_owned(),
        secret,
    })
}

fn trust() -> Result<Trust> {
    Trust::of_this_computer().map_err(|error| ApiError::new(Code::Internal, error.to_string()))
}

impl Connect for ByMail {
    fn messenger(
        &self,
        account: &MailAccountRecord,
        secret: Option<&str>,
        clock: Arc<dyn Clock>,
    ) -> Result<Box<dyn Messenger>> {
        let said = &account.settings;
        let smtp = SmtpAccount {
            server: server(&said.host, said.port, said.security),
            login: login(&said.user_name, said.auth, secret),
            max_per_connection: said.per_connection,
        };
        let messenger = SmtpMessenger::new(smtp, trust()?, Patience::default(), clock)?;
        Ok(Box::new(messenger))
    }
}

/// So many lines of an account.
pub(super) fn messengers(
    shop: &Shop,
    account: &MailAccountRecord,
    lines: u8,
) -> Result<Vec<Box<dyn Messenger>>> {
    let secret = shop.sending.secrets.of(shop, account)?;
    let secret = secret.map_err(|why| ApiError::invalid("secret", why))?;
    let connect = lock(&shop.sending.connect).clone();
    (0..lines.clamp(1, 4))
        .map(|_| match &connect {
            Some(connect) => connect.messenger(account, secret.as_deref(), shop.clock_arc()),
            None => ByMail.messenger(account, secret.as_deref(), shop.clock_arc()),
        })
        .collect()
}

/// The inbox of an account; nothing where none is read.
pub(super) fn inbox(shop: &Shop, account: &MailAccountRecord) -> Result<Option<Inbox>> {
    let said = &account.settings;
    if said.imap_host.is_empty() {
        return Ok(None);
    }
    let secret = shop.sending.secrets.of(shop, account)?;
    let secret = secret.map_err(|why| ApiError::invalid("secret", why))?;
    let login = login(&said.imap_user, said.auth, secret.as_deref()).unwrap_or(Login {
        user: said.imap_user.clone(),
        secret: Secret::Password(String::new()),
    });
    let imap = ImapAccount {
        server: server(&said.imap_host, said.imap_port, said.imap_security),
        login,
    };
    Ok(Some(Inbox::new(imap, trust()?)?))
}

/// Headers that the provider of an account wants.
pub(super) fn headers(account: &MailAccountRecord) -> Vec<ExtraHeader> {
    let preset = Preset::of(&account.settings.preset);
    let header = preset.and_then(|preset| preset.header);
    let header =
        header.and_then(|said| ExtraHeader::new(&said.name, HeaderText::folded(&said.value)).ok());
    header.into_iter().collect()
}
