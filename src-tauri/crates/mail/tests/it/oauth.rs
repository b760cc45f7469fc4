//! The browser's part and the provider's part of OAuth 2, both played on this computer.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pannier_core::Cancel;
use pannier_mail::{Consent, OauthClient, OauthError, OauthProvider, Tokens};
use sha2::{Digest, Sha256};

/// Answers every request for a token with that, and keeps what was asked.
fn provider(status: &'static str, answer: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut length = 0;
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some((name, value)) = line.split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            kept.lock().unwrap().push(String::from_utf8(body).unwrap());
            write!(
                reader.get_mut(),
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{answer}",
                answer.len()
            )
            .unwrap();
        }
    });
    (port, asked)
}

const GOOD: &str = r#"{"access_token":"at1","refresh_token":"rt1","expires_in":3599}"#;

/// A field of the address or of a form, as it stands there.
fn field(text: &str, name: &str) -> String {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default()
}

/// Comes back as the browser does.
fn come_back(url: &str, query: &str) -> String {
    let home = field(url, "redirect_uri");
    let port: u16 = home
        .rsplit("%3A")
        .next()
        .unwrap()
        .trim_end_matches("%2F")
        .parse()
        .unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET /?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn wait(consent: Consent) -> thread::JoinHandle<Result<Tokens, OauthError>> {
    thread::spawn(move || consent.wait(&Cancel::default(), Duration::from_secs(20)))
}

#[test]
fn a_code_is_traded_for_tokens_by_who_asked_for_it() {
    let (port, asked) = provider("200 OK", GOOD);
    let consent = OauthClient::on_this_computer(port, "client1", None)
        .ask("shop@lavender-lane.example")
        .unwrap();
    let url = consent.url().to_owned();
    assert_eq!(field(&url, "client_id"), "client1");
    assert_eq!(field(&url, "login_hint"), "shop%40lavender-lane.example");
    let waiting = wait(consent);
    // Others knock first: an icon, a forger who does not know the state.
    assert!(come_back(&url, "").starts_with("HTTP/1.1 404"));
    assert!(come_back(&url, "code=forged&state=guessed").starts_with("HTTP/1.1 404"));
    let query = format!("state={}&code=4%2Fabc", field(&url, "state"));
    assert!(come_back(&url, &query).contains("go back to Pannier"));
    let tokens = waiting.join().unwrap().unwrap();
    assert_eq!(
        (tokens.access.as_str(), tokens.refresh.as_deref()),
        ("at1", Some("rt1"))
    );
    assert_eq!(tokens.valid, Duration::from_secs(3599));
    assert!(!format!("{tokens:?}").contains("at1"));
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 1, "forged codes go nowhere");
    assert_eq!(field(&asked[0], "code"), "4%2Fabc");
    let verifier = field(&asked[0], "code_verifier");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    assert_eq!(challenge, field(&url, "code_challenge"));
}

#[test]
fn a_refusal_in_the_browser_is_told() {
    let (port, asked) = provider("200 OK", GOOD);
    let consent = OauthClient::on_this_computer(port, "client1", None)
        .ask("a@b.example")
        .unwrap();
    let url = consent.url().to_owned();
    let waiting = wait(consent);
    come_back(
        &url,
        &format!("error=access_denied&state={}", field(&url, "state")),
    );
    let refused = waiting.join().unwrap().unwrap_err();
    assert_eq!(refused, OauthError::Refused("access_denied".into()));
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn waiting_ends_by_itself_and_when_asked() {
    let client = OauthClient::on_this_computer(1, "client1", None);
    let soon = client.ask("a@b.example").unwrap();
    let ended = soon.wait(&Cancel::default(), Duration::from_millis(200));
    assert_eq!(ended.unwrap_err(), OauthError::NoAnswer);
    let cancel = Cancel::default();
    cancel.request();
    let stopped = client
        .ask("a@b.example")
        .unwrap()
        .wait(&cancel, Duration::from_secs(20));
    assert_eq!(stopped.unwrap_err(), OauthError::Stopped);
}

#[test]
fn tokens_are_renewed_until_the_permission_ends() {
    let (port, asked) = provider("200 OK", r#"{"access_token":"at2","expires_in":60}"#);
    let tokens = OauthClient::on_this_computer(port, "client1", None)
        .refresh("rt1")
        .unwrap();
    assert_eq!((tokens.access.as_str(), tokens.refresh), ("at2", None));
    assert_eq!(field(&asked.lock().unwrap()[0], "refresh_token"), "rt1");

    let (port, _) = provider("400 Bad Request", r#"{"error":"invalid_grant"}"#);
    let ended = OauthClient::on_this_computer(port, "client1", None)
        .refresh("rt1")
        .unwrap_err();
    assert!(ended.needs_consent());
    let (port, _) = provider(
        "401 Unauthorized",
        r#"{"error":"invalid_client","error_description":"The client was not found."}"#,
    );
    let refused = OauthClient::on_this_computer(port, "client1", None)
        .refresh("rt1")
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The provider refused: The client was not found."
    );
    let gone = OauthClient::on_this_computer(1, "client1", None)
        .refresh("rt1")
        .unwrap_err();
    assert!(matches!(gone, OauthError::NotReached(_)));
}

#[test]
fn both_providers_are_asked_for_mail_and_nothing_else() {
    for (provider, host, scope) in [
        (
            OauthProvider::Google,
            "https://accounts.google.com/",
            "https%3A%2F%2Fmail.google.com%2F",
        ),
        (
            OauthProvider::Microsoft,
            "https://login.microsoftonline.com/",
            "https%3A%2F%2Foutlook.office.com%2FSMTP.Send%20https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All%20offline_access",
        ),
    ] {
        let client = OauthClient::new(provider, " client1 ", Some("shh"));
        assert!(!format!("{client:?}").contains("shh"));
        let consent = client.ask("a@b.example").unwrap();
        assert!(consent.url().starts_with(host), "{}", consent.url());
        assert_eq!(field(consent.url(), "scope"), scope);
        assert_eq!(field(consent.url(), "client_id"), "client1");
    }
}
