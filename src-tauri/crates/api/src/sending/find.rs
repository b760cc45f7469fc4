//! From an address to the settings of its account.

use std::time::Duration;

use pannier_core::Email;
use pannier_mail::{
    Directory, Encryption, LimitsAre, Patience, Preset, SecretKind, Server, Trust, find_account,
    first_that_answers,
};

use crate::{
    ApiError, Code, Result,
    views::{
        FoundMailAccount, MailAuth, MailOauth, MailPreset, MailSecretKind, MailSecurity,
        MailServerTried, MailSettings,
    },
};

/// Percent of a day's messages that are kept back for the merchant's own mail.
const RESERVE: u8 = 10;

/// How long a server may take to greet, while the merchant waits at the screen.
const GREETS: Duration = Duration::from_secs(8);

fn security(server: &Server) -> MailSecurity {
    match server.encryption() {
        Some(Encryption::Tls) => MailSecurity::Tls,
        Some(Encryption::StartTls) => MailSecurity::StartTls,
        None => MailSecurity::Plain,
    }
}

fn view(
    preset: &Preset,
    address: Option<&Email>,
    smtp: Option<&Server>,
    imap: Option<&Server>,
) -> MailPreset {
    let text = address.map_or_else(String::new, |address| address.as_str().to_owned());
    let user = address.and_then(|address| preset.user(address, ""));
    MailPreset {
        key: preset.key.clone(),
        name: preset.name.clone(),
        needs: preset.needs.clone(),
        asks_limits: preset.limits == LimitsAre::Asked,
        asks_region: preset.region,
        secret: match preset.secret {
            SecretKind::Password => MailSecretKind::Password,
            SecretKind::AppPassword => MailSecretKind::AppPassword,
            SecretKind::Key => MailSecretKind::Key,
            SecretKind::Oauth => MailSecretKind::OAuth,
        },
        oauth: preset.oauth.map(|provider| MailOauth {
            needs: provider.needs().to_owned(),
            has_secret: provider.gives_a_secret(),
        }),
        settings: MailSettings {
            imap_user: user.clone().unwrap_or_else(|| text.clone()),
            user: user.unwrap_or_default(),
            address: text,
            name: String::new(),
            reply_to: String::new(),
            preset: preset.key.clone(),
            host: smtp.map_or_else(String::new, |server| server.host().to_owned()),
            port: smtp.map_or(465, Server::port),
            security: smtp.map_or(MailSecurity::Tls, security),
            auth: match preset.secret {
                SecretKind::Oauth => MailAuth::OAuth,
                _ => MailAuth::Password,
            },
            client_id: String::new(),
            per_second: preset.per_second,
            per_minute: preset.per_minute,
            per_hour: preset.per_hour,
            per_day: preset.per_day,
            reserve_percent: if preset.reserve { RESERVE } else { 0 },
            is_new: false,
            connections: u8::try_from(preset.connections).unwrap_or(1),
            per_connection: preset.per_connection,
            imap_host: imap.map_or_else(String::new, |server| server.host().to_owned()),
            imap_port: imap.map_or(993, Server::port),
            imap_security: imap.map_or(MailSecurity::Tls, security),
            plus_addressing: false,
            one_click_url: String::new(),
        },
    }
}

/// The providers that are known.
pub fn mail_presets() -> Vec<MailPreset> {
    Preset::all()
        .iter()
        .map(|preset| {
            let smtp = preset.smtp("REGION");
            view(preset, None, smtp.first(), preset.imap().as_ref())
        })
        .collect()
}

/// The settings that an address leads to. Nothing is logged in to.
///
/// # Errors
/// [`crate::Code::Validation`] where it is no address.
pub fn find_mail_account(address: &str) -> Result<FoundMailAccount> {
    let address =
        Email::parse(address).map_err(|error| ApiError::invalid("address", error.to_string()))?;
    let directory = Directory::of_this_computer().ok();
    let found = find_account(&address, directory.as_ref());
    Ok(FoundMailAccount {
        tries: !found.offline && !found.preset.region,
        preset: view(
            &found.preset,
            Some(&address),
            found.smtp.first(),
            found.imap.first(),
        ),
        offline: found.offline,
    })
}

/// Asks the servers that an address leads to, all at once, and takes the first of them that answers
/// encrypted and as the one it should be. Nothing of the account is said to them.
///
/// # Errors
/// [`Code::Validation`] where it is no address.
pub fn try_mail_servers(address: &str) -> Result<MailServerTried> {
    let address =
        Email::parse(address).map_err(|error| ApiError::invalid("address", error.to_string()))?;
    let directory = Directory::of_this_computer().ok();
    let found = find_account(&address, directory.as_ref());
    let trust = Trust::of_this_computer()
        .map_err(|error| ApiError::new(Code::Internal, error.to_string()))?;
    let patience = Patience {
        connect: GREETS,
        command: GREETS,
        ..Patience::default()
    };
    Ok(match first_that_answers(&found.smtp, &trust, &patience) {
        Ok(server) => MailServerTried {
            host: server.host().to_owned(),
            port: server.port(),
            security: security(&server),
            words: format!("{} answers on port {}", server.host(), server.port()),
        },
        Err(error) => MailServerTried {
            host: String::new(),
            port: 0,
            security: MailSecurity::Tls,
            words: error.said,
        },
    })
}
