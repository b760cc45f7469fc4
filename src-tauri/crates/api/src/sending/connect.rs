//! Lines to mail servers, as accounts say.

use std::sync::Arc;

use pannier_core::{Clock, ExtraHeader, HeaderText, HttpsUrl, MessageError, Messenger, ShopKey};
use pannier_mail::{
    Encryption, ImapAccount, Inbox, Login, OauthClient, OauthProvider, Patience, Preset, Secret,
    Server, SmtpAccount, SmtpMessenger, Trust, UnsubscribePage,
};
use pannier_store::{MailAccountRecord, Security};

use super::secrets::Proof;
use crate::{ApiError, Code, Result, Shop, shop::lock};

/// How others are reached.
pub trait Connect: Send + Sync {
    /// A line of an account, to be opened when the first message goes.
    ///
    /// # Errors
    /// Why there can be none.
    fn messenger(
        &self,
        account: &MailAccountRecord,
        secret: Option<&Secret>,
        clock: Arc<dyn Clock>,
    ) -> Result<Box<dyn Messenger>>;

    /// A provider that lets accounts in by tokens, asked by the program of that id.
    fn oauth(&self, provider: OauthProvider, id: &str, secret: Option<&str>) -> OauthClient {
        OauthClient::new(provider, id, secret)
    }

    /// The page that takes a no by one click.
    ///
    /// # Errors
    /// Where it cannot be at that address.
    fn page(&self, url: &HttpsUrl, key: &ShopKey) -> Result<UnsubscribePage, MessageError> {
        UnsubscribePage::new(url, key)
    }
}

/// By mail and by the web, over encrypted lines.
#[derive(Debug)]
struct ByMail;

/// How the shop reaches others.
pub(super) fn way(shop: &Shop) -> Arc<dyn Connect> {
    let given = lock(&shop.sending.connect).clone();
    given.unwrap_or_else(|| Arc::new(ByMail))
}

fn server(host: &str, port: u16, security: Security) -> Server {
    match security {
        Security::Tls => Server::new(host, port, Encryption::Tls),
        Security::StartTls => Server::new(host, port, Encryption::StartTls),
        Security::Plain => Server::plain_on_this_computer(port),
    }
}

/// What an account shows, as a server is shown it.
fn shown(shop: &Shop, account: &MailAccountRecord) -> Result<Option<Secret>> {
    let proof = shop.sending.secrets.of(shop, account)?;
    Ok(
        match proof.map_err(|why| ApiError::invalid("secret", why))? {
            Proof::Nothing => None,
            Proof::Password(password) => Some(Secret::Password(password)),
            Proof::Tokens(source) => Some(Secret::Tokens(source)),
        },
    )
}

fn trust() -> Result<Trust> {
    Trust::of_this_computer().map_err(|error| ApiError::new(Code::Internal, error.to_string()))
}

impl Connect for ByMail {
    fn messenger(
        &self,
        account: &MailAccountRecord,
        secret: Option<&Secret>,
        clock: Arc<dyn Clock>,
    ) -> Result<Box<dyn Messenger>> {
        let said = &account.settings;
        let smtp = SmtpAccount {
            server: server(&said.host, said.port, said.security),
            login: secret.map(|secret| Login {
                user: said.user_name.clone(),
                secret: secret.clone(),
            }),
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
    let secret = shown(shop, account)?;
    let way = way(shop);
    (0..lines.clamp(1, 4))
        .map(|_| way.messenger(account, secret.as_ref(), shop.clock_arc()))
        .collect()
}

/// The inbox of an account; nothing where none is read.
pub(super) fn inbox(shop: &Shop, account: &MailAccountRecord) -> Result<Option<Inbox>> {
    let said = &account.settings;
    if said.imap_host.is_empty() {
        return Ok(None);
    }
    let nothing = || Secret::Password(String::new());
    let imap = ImapAccount {
        server: server(&said.imap_host, said.imap_port, said.imap_security),
        login: Login {
            user: said.imap_user.clone(),
            secret: shown(shop, account)?.unwrap_or_else(nothing),
        },
    };
    Ok(Some(Inbox::new(imap, trust()?)?))
}

/// Headers that the provider of an account wants.
pub(crate) fn headers(account: &MailAccountRecord) -> Vec<ExtraHeader> {
    let preset = Preset::of(&account.settings.preset);
    let header = preset.and_then(|preset| preset.header);
    let header =
        header.and_then(|said| ExtraHeader::new(&said.name, HeaderText::folded(&said.value)).ok());
    header.into_iter().collect()
}
