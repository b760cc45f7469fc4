//! From an address to the servers of its account: a provider that is known, or what its domain
//! names, or the usual names, tried out.

use futures_util::stream::{FuturesOrdered, StreamExt};
use pannier_core::{Class, Email, SendError, Stage};

use crate::{
    account::{Encryption, Server},
    directory::{Directory, NotLookedUp},
    presets::Preset,
    smtp::{Patience, greets},
    tls::Trust,
    wait::runtime,
};

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAccount {
    /// The provider.
    pub preset: Preset,
    /// Servers that may take mail, in the order in which to try them.
    pub smtp: Vec<Server>,
    /// Servers that may keep it.
    pub imap: Vec<Server>,
    /// The directory could not be asked, so that a better guess may exist.
    pub offline: bool,
}

/// Finds the account's servers. Nothing is logged in to.
///
/// What the directory says can be forged by whoever sits in between, so it may choose among
/// providers that are known, and name servers within the address's own domain; no other host ever
/// gets the password.
pub fn find_account(address: &Email, directory: Option<&Directory>) -> FoundAccount {
    if let Some(preset) = Preset::of_address(address) {
        return of_preset(preset, false);
    }
    let domain = address.domain();
    let mail_servers = directory.map_or(Err(NotLookedUp), |asked| asked.mail_servers(domain));
    let offline = mail_servers.is_err();
    let mail_servers = mail_servers.unwrap_or_default();
    if let Some(preset) = Preset::of_servers(&mail_servers) {
        return of_preset(preset, offline);
    }
    let own = |host: &str| host == domain || host.ends_with(&format!(".{domain}"));
    let service = |name: &str, encryption| -> Vec<Server> {
        let named = directory.map(|asked| asked.services(&format!("{name}._tcp.{domain}")));
        named
            .and_then(Result::ok)
            .unwrap_or_default()
            .into_iter()
            .filter(|named| own(&named.host))
            .map(|named| Server::new(&named.host, named.port, encryption))
            .collect()
    };
    let mut smtp = Vec::new();
    let mut imap = Vec::new();
    if !offline {
        smtp.extend(service("_submissions", Encryption::Tls));
        smtp.extend(service("_submission", Encryption::StartTls));
        imap.extend(service("_imaps", Encryption::Tls));
    }
    let usual = [format!("mail.{domain}"), format!("smtp.{domain}")];
    let own_mail_servers = mail_servers.into_iter().filter(|host| own(host));
    let hosts: Vec<String> = usual.into_iter().chain(own_mail_servers).collect();
    for (port, encryption) in [
        (465, Encryption::Tls),
        (587, Encryption::StartTls),
        (2525, Encryption::StartTls),
    ] {
        smtp.extend(hosts.iter().map(|host| Server::new(host, port, encryption)));
    }
    for host in [format!("imap.{domain}")].iter().chain(&hosts) {
        imap.push(Server::new(host, 993, Encryption::Tls));
    }
    FoundAccount {
        preset: Preset::of("hosting").unwrap_or_else(|| Preset::all().swap_remove(0)),
        smtp: without_repetition(smtp),
        imap: without_repetition(imap),
        offline,
    }
}

fn of_preset(preset: Preset, offline: bool) -> FoundAccount {
    FoundAccount {
        smtp: preset.smtp(""),
        imap: preset.imap().into_iter().collect(),
        preset,
        offline,
    }
}

fn without_repetition(servers: Vec<Server>) -> Vec<Server> {
    let mut kept: Vec<Server> = Vec::new();
    for server in servers {
        if !kept.contains(&server) {
            kept.push(server);
        }
    }
    kept
}

/// The first of these servers that answers as an encrypted mail server does, all asked at once.
/// Nothing of the account is said to them.
///
/// # Errors
/// What the first one said that was reached at all, else that none was.
pub fn first_that_answers(
    servers: &[Server],
    trust: &Trust,
    patience: &Patience,
) -> Result<Server, SendError> {
    let runtime = runtime()
        .map_err(|error| SendError::here(Stage::Connect, Class::Line, error.to_string()))?;
    let answer = runtime.block_on(async {
        let asked = servers
            .iter()
            .map(|server| async move { (server, greets(server, trust, patience).await) });
        let mut answers: FuturesOrdered<_> = asked.collect();
        let mut failures = Vec::new();
        // In the order of the servers: those after the first good one are not waited for.
        while let Some((server, answer)) = answers.next().await {
            match answer {
                Ok(()) => return Ok(server.clone()),
                Err(error) => failures.push(error),
            }
        }
        Err(failures)
    });
    let mut failures: Vec<SendError> = match answer {
        Ok(found) => return Ok(found),
        Err(failures) => failures,
    };
    // One that is there and cannot be trusted says more than ten that are not there.
    failures.sort_by_key(|error| error.class == Class::Line);
    Err(failures.into_iter().next().unwrap_or_else(|| {
        SendError::here(
            Stage::Connect,
            Class::Line,
            "no server is known for this address",
        )
    }))
}
