//! The page that takes a “no more”, both kinds, run as they would be on the web.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use pannier_core::{Clock, Email, ShopKey, SystemClock, Timestamp, UnsubscribeToken};
use pannier_mail::{PageError, PageKind, PageWords, UnsubscribePage, page_file};

/// A page that runs, and stops with the test.
struct Running {
    child: Child,
    page: UnsubscribePage,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn key() -> ShopKey {
    ShopKey::new([7; 32])
}

fn start(kind: PageKind) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let text = page_file(
        kind,
        &key(),
        &PageWords::english("Anna's \"Soap\" & Co */ ?>"),
    );
    let (path, mut command) = match kind {
        PageKind::Php => {
            fs::write(folder.path().join("no-more.php"), text).unwrap();
            let mut php = Command::new("php");
            php.args(["-S", &format!("127.0.0.1:{port}"), "-t"])
                .arg(folder.path());
            ("no-more.php", php)
        }
        PageKind::Worker => {
            let file = folder.path().join("worker.mjs");
            fs::write(&file, text).unwrap();
            let stage = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab/worker-stage.mjs");
            let mut node = Command::new("node");
            node.arg(stage).arg(file).arg(port.to_string());
            ("", node)
        }
    };
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    Running {
        child,
        page: UnsubscribePage::on_this_computer(port, path, &key()),
        port,
        folder,
    }
}

fn token(address: &str) -> UnsubscribeToken {
    UnsubscribeToken::issue(&key(), "offers", &Email::parse(address).unwrap())
}

fn web() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build();
    ureq::Agent::new_with_config(config)
}

fn get(url: &str) -> (u16, String) {
    let mut answer = web().get(url).call().unwrap();
    (
        answer.status().as_u16(),
        answer.body_mut().read_to_string().unwrap(),
    )
}

/// As a mail program does it (RFC 8058).
fn post(url: &str) -> (u16, String) {
    let mut answer = web()
        .post(url)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .send("List-Unsubscribe=One-Click")
        .unwrap();
    (
        answer.status().as_u16(),
        answer.body_mut().read_to_string().unwrap(),
    )
}

fn later(minutes: i64) -> Timestamp {
    Timestamp::from_utc(SystemClock.now().to_utc() + TimeDelta::minutes(minutes))
}

fn takes_a_no(kind: PageKind) {
    let running = start(kind);
    let page = &running.page;
    let now = SystemClock.now();
    assert!(page.pull(None, now).unwrap().tokens.is_empty());

    // Looking shows a button and changes nothing.
    let anna = token("anna@example.com");
    let (status, text) = get(&page.link(&anna));
    assert_eq!(status, 200);
    assert!(text.contains("<button>No more mail</button>"), "{text}");
    assert!(
        text.contains("Anna&#39;s &#34;Soap&#34; &#38; Co &#42;&#47; ?&#62;"),
        "{text}"
    );
    assert!(page.pull(None, now).unwrap().tokens.is_empty());

    // Pressing it, or a mail program's button, acts at once and without a further step.
    for _ in 0..2 {
        let (status, text) = post(&page.link(&anna));
        assert_eq!(status, 200);
        assert!(text.contains("You will get no more mail"), "{text}");
    }
    let bert = token("bert@example.com");
    // Mail servers on the way may change the case of letters.
    let loud = page
        .link(&bert)
        .replace(bert.as_str(), &bert.as_str().to_uppercase());
    assert_eq!(post(&loud).0, 200);
    let pulled = page.pull(None, SystemClock.now()).unwrap();
    let mut found: Vec<_> = pulled
        .tokens
        .iter()
        .map(|(token, _)| token.clone())
        .collect();
    found.sort_by_key(|token| token.as_str().to_owned());
    let mut expected = vec![anna.clone(), bert];
    expected.sort_by_key(|token| token.as_str().to_owned());
    assert_eq!(found, expected, "each once");
    // What was handed over may be handed over again; what is long past is not.
    assert_eq!(page.pull(Some(pulled.until), now).unwrap().tokens.len(), 2);
    let next_week = later(7 * 24 * 60);
    assert!(page.pull(Some(next_week), now).unwrap().tokens.is_empty());

    // A forged word is nobody's.
    for word in [
        "",
        "abc",
        &"a".repeat(32),
        "../../etc/passwd",
        "%3Cscript%3E",
    ] {
        let url = page.link(&anna).replace(anna.as_str(), word);
        assert_eq!((get(&url).0, post(&url).0), (404, 404), "{word}");
    }
    assert_eq!(page.pull(None, now).unwrap().tokens.len(), 2);
}

fn hands_notes_to_its_shop_alone(kind: PageKind) {
    let running = start(kind);
    post(&running.page.link(&token("anna@example.com")));
    let path = if kind == PageKind::Php {
        "no-more.php"
    } else {
        ""
    };
    let other = UnsubscribePage::on_this_computer(running.port, path, &ShopKey::new([8; 32]));
    assert_eq!(
        other.pull(None, SystemClock.now()).unwrap_err(),
        PageError::OtherKey
    );
    // A request that somebody kept is of no use later.
    assert_eq!(
        running.page.pull(None, later(-30)).unwrap_err(),
        PageError::Clock
    );
    assert_eq!(
        running.page.pull(None, later(30)).unwrap_err(),
        PageError::Clock
    );
    let unsigned = format!("http://127.0.0.1:{}/{path}?pull=0&at=0&sig=", running.port);
    assert_eq!(get(&unsigned).0, 403);
}

#[test]
#[ignore = "needs a web server: cargo xtask test --mail"]
fn the_php_file_takes_a_no() {
    takes_a_no(PageKind::Php);
}

#[test]
#[ignore = "needs a web server: cargo xtask test --mail"]
fn the_php_file_hands_its_notes_to_its_shop_alone() {
    hands_notes_to_its_shop_alone(PageKind::Php);
    // Its notes cannot be read by opening them.
    let running = start(PageKind::Php);
    post(&running.page.link(&token("anna@example.com")));
    let notes = fs::read_dir(running.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with(".pannier-notes"))
        .unwrap();
    let (_, text) = get(&format!("http://127.0.0.1:{}/{notes}", running.port));
    assert!(!text.contains(token("anna@example.com").as_str()), "{text}");
}

#[test]
#[ignore = "needs node: cargo xtask test --mail"]
fn the_worker_takes_a_no() {
    takes_a_no(PageKind::Worker);
}

#[test]
#[ignore = "needs node: cargo xtask test --mail"]
fn the_worker_hands_its_notes_to_its_shop_alone() {
    hands_notes_to_its_shop_alone(PageKind::Worker);
}
