//! OAuth 2 for mail (XOAUTH2), with a client that the merchant registered: the browser asks, this
//! computer waits for its answer on a port of its own (RFC 8252), and the code is bound to who
//! asked (PKCE, RFC 7636).

use std::{
    fmt,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pannier_core::{Cancel, Class, SendError, Stage};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::presets::OauthProvider;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OauthError {
    /// There was no answer.
    #[error("The provider could not be reached: {0}")]
    NotReached(String),
    /// It says no, in its own words.
    #[error("The provider refused: {0}")]
    Refused(String),
    /// What was agreed on holds no longer.
    #[error("The permission has ended. Please connect the account again")]
    Ended,
    /// Nobody answered in the browser.
    #[error("There was no answer from the browser in time")]
    NoAnswer,
    /// The caller said so.
    #[error("Stopped")]
    Stopped,
    /// The system gives no port, or no chance.
    #[error("This computer cannot wait for the browser: {0}")]
    NotPossible(String),
}

impl OauthError {
    /// The merchant has to agree again.
    pub fn needs_consent(&self) -> bool {
        matches!(self, Self::Ended)
    }
}

/// As the end of a try to send: who cannot be reached now may be later, and everything else the
/// merchant has to mend.
impl From<OauthError> for SendError {
    fn from(error: OauthError) -> Self {
        let class = match error {
            OauthError::NotReached(_) => Class::Line,
            _ => Class::Auth,
        };
        Self::here(Stage::Auth, class, error.to_string())
    }
}

/// What lets a program into the mailbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// For now.
    pub access: String,
    /// With which the next one is got; not every answer brings a new one.
    pub refresh: Option<String>,
    /// For how long the first one holds.
    pub valid: Duration,
}

/// A secret is not for logs.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("valid", &self.valid)
            .finish_non_exhaustive()
    }
}

/// The client that the merchant registered, at its provider.
#[derive(Clone)]
pub struct OauthClient {
    authorize: String,
    token: String,
    scope: String,
    /// What the browser is sent back to; the port follows.
    home: &'static str,
    id: String,
    secret: Option<String>,
}

/// A secret is not for logs.
impl fmt::Debug for OauthClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OauthClient")
            .field("token", &self.token)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl OauthClient {
    /// The client of that id. Google gives even installed programs a secret; Microsoft gives none.
    pub fn new(provider: OauthProvider, id: &str, secret: Option<&str>) -> Self {
        let (authorize, token, scope, home) = match provider {
            OauthProvider::Google => (
                "https://accounts.google.com/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com/token",
                "https://mail.google.com/",
                "http://127.0.0.1",
            ),
            OauthProvider::Microsoft => (
                "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
                "https://login.microsoftonline.com/common/oauth2/v2.0/token",
                "https://outlook.office.com/SMTP.Send \
                 https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
                "http://localhost",
            ),
        };
        Self {
            authorize: authorize.to_owned(),
            token: token.to_owned(),
            scope: scope.to_owned(),
            home,
            id: id.trim().to_owned(),
            secret: secret.map(|secret| secret.trim().to_owned()),
        }
    }

    /// A provider on this computer, for tests.
    pub fn on_this_computer(port: u16, id: &str, secret: Option<&str>) -> Self {
        Self {
            authorize: format!("http://127.0.0.1:{port}/authorize"),
            token: format!("http://127.0.0.1:{port}/token"),
            scope: "mail".to_owned(),
            home: "http://127.0.0.1",
            id: id.to_owned(),
            secret: secret.map(ToOwned::to_owned),
        }
    }

    /// Begins: the address to be opened in the browser is [`Consent::url`].
    ///
    /// # Errors
    /// [`OauthError::NotPossible`].
    pub fn ask(&self, address: &str) -> Result<Consent, OauthError> {
        let not_possible = |error: std::io::Error| OauthError::NotPossible(error.to_string());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(not_possible)?;
        listener.set_nonblocking(true).map_err(not_possible)?;
        let port = listener.local_addr().map_err(not_possible)?.port();
        let verifier = random_word()?;
        let state = random_word()?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let home = format!("{}:{port}/", self.home);
        let url = format!(
            "{}?{}",
            self.authorize,
            form(&[
                ("response_type", "code"),
                ("client_id", &self.id),
                ("redirect_uri", &home),
                ("scope", &self.scope),
                ("state", &state),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
                ("login_hint", address),
                // Without these Google gives a token that cannot be renewed.
                ("access_type", "offline"),
                ("prompt", "consent"),
            ])
        );
        Ok(Consent {
            client: self.clone(),
            listener,
            home,
            verifier,
            state,
            url,
        })
    }

    /// A new token for the next hour or so.
    ///
    /// # Errors
    /// [`OauthError::Ended`] where the merchant has to agree again.
    pub fn refresh(&self, refresh: &str) -> Result<Tokens, OauthError> {
        self.tokens(&[("grant_type", "refresh_token"), ("refresh_token", refresh)])
    }

    fn tokens(&self, fields: &[(&str, &str)]) -> Result<Tokens, OauthError> {
        let mut fields = fields.to_vec();
        fields.push(("client_id", &self.id));
        if let Some(secret) = &self.secret {
            fields.push(("client_secret", secret));
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        let not_reached = |error: ureq::Error| OauthError::NotReached(error.to_string());
        let answer: TokenAnswer = ureq::Agent::new_with_config(config)
            .post(&self.token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .send(form(&fields))
            .map_err(not_reached)?
            .body_mut()
            .read_json()
            .map_err(not_reached)?;
        match (answer.access_token, answer.error) {
            (Some(access), _) => Ok(Tokens {
                access,
                refresh: answer.refresh_token,
                valid: Duration::from_secs(answer.expires_in.unwrap_or(3600)),
            }),
            (None, Some(error)) if error == "invalid_grant" => Err(OauthError::Ended),
            (None, error) => Err(OauthError::Refused(
                answer
                    .error_description
                    .or(error)
                    .unwrap_or_else(|| "it gave no token".to_owned()),
            )),
        }
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    refresh_token: Option<String>,
    expires_in: Option<u64>,
    error: Option<String>,
    error_description: Option<String>,
}

/// The browser was asked, and its answer is waited for.
pub struct Consent {
    client: OauthClient,
    listener: TcpListener,
    home: String,
    verifier: String,
    state: String,
    url: String,
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent")
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

impl Consent {
    /// The address to be opened in the browser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits for the answer of the browser, and trades it for tokens.
    ///
    /// # Errors
    /// [`OauthError`].
    pub fn wait(self, cancel: &Cancel, patience: Duration) -> Result<Tokens, OauthError> {
        let begin = Instant::now();
        while begin.elapsed() < patience {
            cancel.check().map_err(|_| OauthError::Stopped)?;
            let Ok((stream, _)) = self.listener.accept() else {
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            // Browsers ask for an icon too, and anyone on this computer can knock.
            if let Some(code) = self.answer(stream) {
                let code = code?;
                return self.client.tokens(&[
                    ("grant_type", "authorization_code"),
                    ("code", &code),
                    ("redirect_uri", &self.home),
                    ("code_verifier", &self.verifier),
                ]);
            }
        }
        Err(OauthError::NoAnswer)
    }

    /// The code that a request brings, or the refusal; nothing where it brings neither.
    fn answer(&self, stream: TcpStream) -> Option<Result<String, OauthError>> {
        stream.set_nonblocking(false).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let mut reader = BufReader::new(stream);
        let mut request = String::new();
        reader.read_line(&mut request).ok()?;
        let mut header = String::new();
        // The rest is read, or the browser may see a broken line instead of the answer.
        while reader.read_line(&mut header).is_ok_and(|length| length > 2) {
            header.clear();
        }
        let query = request
            .split(' ')
            .nth(1)
            .and_then(|path| path.split_once('?'))
            .map_or("", |(_, query)| query);
        let field = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(known, _)| *known == name)
                .map(|(_, value)| percent_decoded(value))
        };
        // Without the word that only the browser was told, nobody is believed.
        let ours = field("state").as_deref() == Some(self.state.as_str());
        let outcome = match (field("code"), field("error")) {
            (Some(code), _) if ours => Some(Ok(code)),
            (None, Some(error)) if ours => Some(Err(OauthError::Refused(error))),
            _ => None,
        };
        let (status, words) = match &outcome {
            Some(Ok(_)) => (
                "200 OK",
                "Done. You can close this page and go back to Pannier.",
            ),
            Some(Err(_)) => ("200 OK", "Nothing was connected. You can close this page."),
            None => ("404 Not Found", "There is nothing here."),
        };
        let page =
            format!("<!doctype html><meta charset=\"utf-8\"><title>Pannier</title><p>{words}</p>");
        // The code counts, not whether the browser waits for the page.
        let _ = reader.get_mut().write_all(
            format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
                page.len()
            )
            .as_bytes(),
        );
        outcome
    }
}

fn random_word() -> Result<String, OauthError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| OauthError::NotPossible(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// `name=value&name=value`, as in an address or a form.
fn form(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

fn percent_encoded(text: &str) -> String {
    use fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if let Some(byte) = escaped {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_an_address() {
        for text in ["4/0Ab_c-d", "a b&c=d%e+f", "grüße", "", "%", "100%"] {
            assert_eq!(percent_decoded(&percent_encoded(text)), text);
        }
        assert_eq!(percent_decoded("a+b%2"), "a b%2");
    }
}
