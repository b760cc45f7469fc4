//! Mail providers as data: where their servers are, what it takes to log in, and how much may be
//! sent. The file is `assets/mail-presets.toml`; a new provider needs no Rust.

use pannier_core::Email;
use serde::Deserialize;

use crate::account::{Encryption, Server};

/// How an account proves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// The mailbox's own password.
    Password,
    /// A password made for one program.
    AppPassword,
    /// A key that the provider gives out.
    Key,
    /// OAuth 2, with a client that the merchant registers.
    Oauth,
}

/// Whose OAuth 2 it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OauthProvider {
    /// Google.
    Google,
    /// Microsoft.
    Microsoft,
}

impl OauthProvider {
    /// What the merchant has to do there first, in sentences without the last full stop.
    pub fn needs(self) -> &'static str {
        match self {
            Self::Google => {
                "In the Google Cloud console make a project, switch the Gmail API on, name yourself \
                 as a test user with the scope https://mail.google.com/, and make an OAuth client of \
                 the type Desktop app. Enter its client id and client secret here. While Google has \
                 not verified your project, you log in once more every 7 days"
            }
            Self::Microsoft => {
                "In Microsoft Entra register an app with the redirect address http://localhost for \
                 mobile and desktop applications, and give it the delegated permissions SMTP.Send, \
                 IMAP.AccessAsUser.All and offline_access. Enter its application (client) id here. \
                 Authenticated SMTP has to be switched on for the mailbox"
            }
        }
    }

    /// Google gives even installed programs a secret; Microsoft gives them none.
    pub fn gives_a_secret(self) -> bool {
        self == Self::Google
    }
}

/// How sure the limits are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitsAre {
    /// The provider says so.
    Published,
    /// Nobody says; these are careful.
    Guessed,
    /// They depend on the contract: the merchant has to say.
    Asked,
}

/// A header that a provider wants in each message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PresetHeader {
    /// Its name.
    pub name: String,
    /// What it says.
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct PresetServer {
    host: String,
    port: u16,
    encryption: Encryption,
}

impl PresetServer {
    fn server(&self, region: &str) -> Server {
        let host = self.host.replace("REGION", region);
        Server::new(&host, self.port, self.encryption)
    }
}

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What accounts remember it by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Domains of addresses that are its own.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Ends of names of servers that take mail for the domains it serves.
    #[serde(default)]
    pub mx: Vec<String>,
    /// Its servers are named by region, which the merchant has to say.
    #[serde(default)]
    pub region: bool,
    smtp: Vec<PresetServer>,
    imap: Option<PresetServer>,
    user: String,
    /// How an account proves itself.
    pub secret: SecretKind,
    /// Whose OAuth 2 it takes, where it does.
    pub oauth: Option<OauthProvider>,
    /// What the merchant has to do first, in a sentence without a full stop.
    pub needs: String,
    /// The folder of sent mail, where the server does not say which it is.
    pub sent: Option<String>,
    /// Mail sent through the server is found in that folder by itself.
    pub keeps_sent: bool,
    /// How sure the limits are.
    pub limits: LimitsAre,
    /// Messages in a second.
    pub per_second: Option<u32>,
    /// Messages in a minute.
    pub per_minute: Option<u32>,
    /// Messages in an hour.
    pub per_hour: Option<u32>,
    /// Messages in 24 hours.
    pub per_day: Option<u32>,
    /// Lines at once.
    pub connections: u32,
    /// Messages on one line.
    pub per_connection: u32,
    /// A tenth of the day is kept for mail that the merchant writes by hand.
    #[serde(default = "yes")]
    pub reserve: bool,
    /// What the domain's SPF entry includes where this provider sends for it.
    #[serde(default)]
    pub spf: Vec<String>,
    /// Names under which the domain publishes this provider's keys.
    #[serde(default)]
    pub dkim: Vec<String>,
    /// A header that it wants.
    pub header: Option<PresetHeader>,
    /// What happens to mail that comes back, where it is not by mail.
    pub bounces: Option<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct File {
    preset: Vec<Preset>,
}

impl Preset {
    /// All of them, in the order of the file.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "the file is part of the program, and a test reads it"
    )]
    pub fn all() -> Vec<Self> {
        let file: File = toml::from_str(include_str!("../../../../assets/mail-presets.toml"))
            .expect("the presets are sound");
        file.preset
    }

    /// The one of that key.
    pub fn of(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|preset| preset.key == key)
    }

    /// The provider whose own address that is.
    pub fn of_address(address: &Email) -> Option<Self> {
        Self::all().into_iter().find(|preset| {
            preset
                .domains
                .iter()
                .any(|domain| domain == address.domain())
        })
    }

    /// The provider that takes a domain's mail, by the names of the servers that do.
    pub fn of_servers(servers: &[String]) -> Option<Self> {
        let ends = |server: &str, end: &str| {
            server
                .strip_suffix(end)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        Self::all().into_iter().find(|preset| {
            servers
                .iter()
                .any(|server| preset.mx.iter().any(|end| ends(server, end)))
        })
    }

    /// The servers that take mail, in the order in which they are tried. `region` is for those
    /// that have one.
    pub fn smtp(&self, region: &str) -> Vec<Server> {
        self.smtp
            .iter()
            .map(|server| server.server(region))
            .collect()
    }

    /// The server that keeps mail, where the provider has one.
    pub fn imap(&self) -> Option<Server> {
        self.imap.as_ref().map(|server| server.server(""))
    }

    /// The name to log in with, where it need not be asked for: the address, the key itself, or a
    /// fixed word.
    pub fn user(&self, address: &Email, secret: &str) -> Option<String> {
        match self.user.as_str() {
            "ask" => None,
            "address" => Some(address.as_str().to_owned()),
            "as_secret" => Some(secret.to_owned()),
            word => Some(word.to_owned()),
        }
    }

    /// Whether mail from that address may be sent through this provider. An address of a provider
    /// such as Gmail, sent by somebody else, is thrown away by those who receive it (DMARC).
    pub fn may_send_from(&self, address: &Email) -> bool {
        Self::of_address(address).is_none_or(|owner| {
            let hosts = |preset: &Self| {
                let servers = preset.smtp("");
                servers
                    .iter()
                    .map(|server| server.host().to_owned())
                    .collect::<Vec<_>>()
            };
            let own = hosts(&owner);
            owner.key == self.key || hosts(self).iter().any(|host| own.contains(host))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Email {
        Email::parse(text).unwrap()
    }

    #[test]
    fn every_preset_is_sound() {
        let all = Preset::all();
        for (at, preset) in all.iter().enumerate() {
            let key = &preset.key;
            let earlier = &all[..at];
            assert!(earlier.iter().all(|other| other.key != *key), "{key} twice");
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
            assert!(
                preset.needs.len() > 10 && !preset.needs.ends_with('.'),
                "{key}"
            );
            assert!(!preset.needs.contains('!'), "{key}");
            assert_eq!(preset.smtp.is_empty(), key == "hosting", "{key}");
            for server in &preset.smtp {
                let expected = match server.port {
                    465 | 2465 => Encryption::Tls,
                    587 | 2525 | 2587 => Encryption::StartTls,
                    other => panic!("{key}: port {other}"),
                };
                assert_eq!(server.encryption, expected, "{key}: {}", server.port);
                assert_eq!(server.host.contains("REGION"), preset.region, "{key}");
                assert!(server.host.contains('.') && !server.host.contains(' '));
            }
            if let Some(imap) = &preset.imap {
                assert_eq!(
                    (imap.port, imap.encryption),
                    (993, Encryption::Tls),
                    "{key}"
                );
                assert!(preset.sent.is_some(), "{key}");
            }
            assert!((1..=4).contains(&preset.connections), "{key}");
            assert!((1..=100).contains(&preset.per_connection), "{key}");
            let limits = [
                preset.per_second,
                preset.per_minute,
                preset.per_hour,
                preset.per_day,
            ];
            assert!(limits.iter().any(Option::is_some), "{key} has a limit");
            assert!(limits.iter().flatten().all(|limit| *limit > 0), "{key}");
            assert!(
                preset.secret != SecretKind::Oauth || preset.oauth.is_some(),
                "{key}"
            );
            for domain in preset.domains.iter().chain(&preset.mx) {
                assert_eq!(*domain, domain.to_lowercase(), "{key}");
            }
            let twice = earlier.iter().any(|other| {
                let has = |mine: &[String], theirs: &[String]| {
                    mine.iter().any(|domain| theirs.contains(domain))
                };
                has(&preset.domains, &other.domains) || has(&preset.mx, &other.mx)
            });
            assert!(!twice, "{key} shares a domain with another");
        }
    }

    #[test]
    fn a_provider_is_known_by_address_and_by_server() {
        let by_address = |text| Preset::of_address(&email(text)).map(|preset| preset.key);
        assert_eq!(by_address("anna@gmail.com").as_deref(), Some("gmail"));
        assert_eq!(by_address("anna@lavender-lane.example"), None);
        let by_server =
            |text: &str| Preset::of_servers(&[text.to_owned()]).map(|preset| preset.key);
        assert_eq!(
            by_server("aspmx.l.google.com").as_deref(),
            Some("google-workspace")
        );
        assert_eq!(
            by_server("lavender-lane-example.mail.protection.outlook.com").as_deref(),
            Some("microsoft-365")
        );
        assert_eq!(by_server("mx.notgoogle.com"), None);
    }

    #[test]
    fn names_to_log_in_with() {
        let address = email("shop@lavender-lane.example");
        let user = |key: &str| Preset::of(key).unwrap().user(&address, "k3y");
        assert_eq!(user("gmail").as_deref(), Some("shop@lavender-lane.example"));
        assert_eq!(user("sendgrid").as_deref(), Some("apikey"));
        assert_eq!(user("postmark").as_deref(), Some("k3y"));
        assert_eq!(user("brevo"), None);
        let region = Preset::of("amazon-ses").unwrap().smtp("eu-west-1");
        assert_eq!(region[0].host(), "email-smtp.eu-west-1.amazonaws.com");
    }

    #[test]
    fn a_gmail_address_is_sent_by_gmail_alone() {
        let may =
            |key: &str, address: &str| Preset::of(key).unwrap().may_send_from(&email(address));
        assert!(may("gmail", "anna@gmail.com"));
        assert!(
            may("google-workspace", "anna@gmail.com"),
            "the same servers"
        );
        assert!(!may("brevo", "anna@gmail.com"));
        assert!(!may("hosting", "anna@yahoo.com"));
        assert!(may("brevo", "shop@lavender-lane.example"));
    }
}
