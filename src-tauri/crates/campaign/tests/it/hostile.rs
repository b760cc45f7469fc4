//! What stands in names, addresses and texts when somebody means harm, or typed what they liked:
//! the mails that reach the server are read by another parser.

use mail_parser::MessageParser;
use pannier_campaign::Ended;
use pannier_store::{OutboxState, Reason, SenderIdentity};

use crate::{
    fault_smtp::{FaultSmtp, Plan},
    place::{NOON, Place},
    wire::{assert_agree, lines, short},
};

const INJECTION: &str = "Ann\r\nBcc: all@example.com\r\n\r\nHello";

/// Headers that a mail of ours has, each once.
const HEADERS: [&str; 13] = [
    "Content-Type",
    "Date",
    "Feedback-ID",
    "From",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Message-ID",
    "Reply-To",
    "Subject",
    "To",
    "X-App-Id",
];

fn set(place: &Place, customer: i64, column: &str, value: &str) {
    let sql = format!("UPDATE customer SET {column} = ?1 WHERE id = ?2");
    let changed = place
        .raw()
        .execute(&sql, rusqlite::params![value, customer]);
    assert_eq!(changed.unwrap(), 1);
}

fn header_names(body: &str) -> Vec<&str> {
    let (head, _) = body.split_once("\r\n\r\n").unwrap();
    let mut names: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').unwrap().0)
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn no_field_becomes_a_header_or_a_command() {
    let place = Place::with(6);
    place
        .store
        .write(|tx| {
            tx.set_sender_identity(&SenderIdentity {
                name: INJECTION.into(),
                postal_address: "Lane 1\r\n.\r\nMAIL FROM:<thief@example.com>\r\n".into(),
                shop_page: String::new(),
            })
        })
        .unwrap();
    place.change_account(|said| {
        said.name = INJECTION.into();
        said.reply_to = "hello@wren.example".into();
        said.one_click_url = "https://wren.example/no".into();
    });
    set(&place, 1, "first_name", INJECTION);
    set(
        &place,
        2,
        "last_name",
        "Berg\r\n.\r\nRCPT TO:<thief@example.com>",
    );
    set(
        &place,
        3,
        "first_name",
        "Ann\u{2028}Bcc: all@example.com\u{85}X: y",
    );
    set(
        &place,
        4,
        "first_name",
        "{{ shop }}{% for a in range(99999) %}x{% endfor %}",
    );
    set(&place, 5, "first_name", "Ann\0\u{1b}[31m\u{7f}");
    set(&place, 6, "first_name", "\"Ann\" <thief@example.com>, ");
    let sending = place.planned(|said| {
        said.subject = "{{ first_name }}, look\r\nBcc: all@example.com".into();
        said.text = "Dear {{ name }},\r\n.\r\nQUIT\r\n.\n..\n".into();
        said.name = INJECTION.into();
        said.segment_name = INJECTION.into();
    });
    let server = FaultSmtp::open(Plan::default());
    let ended = place.run(sending, lines(server.port, 1, short()));
    assert_eq!(ended, Ended::Finished);
    assert_eq!(assert_agree(&server, &place.rows(sending)).len(), 6);
    for one in server.taken() {
        assert_eq!(header_names(&one.body), HEADERS, "{}", one.body);
        let mail = MessageParser::default().parse(one.body.as_bytes()).unwrap();
        assert!(mail.bcc().is_none() && mail.cc().is_none());
        assert_eq!(mail.to().unwrap().iter().count(), 1);
        let to = mail.to().unwrap().first().unwrap().address().unwrap();
        assert_eq!(to, one.recipient);
        assert_eq!(mail.from().unwrap().iter().count(), 1);
        assert!(
            mail.subject()
                .unwrap()
                .contains("look Bcc: all@example.com")
        );
        let text = mail.body_text(0).unwrap();
        assert!(text.contains("\n.\r\nQUIT\r\n.\r\n..") || text.contains("\n.\nQUIT\n.\n.."));
        assert!(one.body.split("\r\n").all(|line| line.len() <= 998));
    }
    let commands = server.commands();
    assert!(
        !commands.iter().any(|said| said.contains("thief")),
        "{commands:?}"
    );
    let fourth = server.taken().into_iter().nth(3).unwrap();
    let mail = MessageParser::default()
        .parse(fourth.body.as_bytes())
        .unwrap()
        .into_owned();
    let named = "a name is no template";
    assert!(mail.subject().unwrap().starts_with("{{ shop }}"), "{named}");
}

#[test]
fn names_of_ten_thousand_letters_arrive() {
    let place = Place::with(4);
    for (customer, letter) in [(1, "x"), (2, "ü"), (3, "🧼"), (4, "小 ")] {
        set(&place, customer, "first_name", &letter.repeat(10_000));
        set(&place, customer, "last_name", &letter.repeat(10_000));
    }
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(Plan::default());
    let ended = place.run(sending, lines(server.port, 2, short()));
    assert_eq!(ended, Ended::Finished);
    assert_eq!(assert_agree(&server, &place.rows(sending)).len(), 4);
    for one in server.taken() {
        assert!(one.body.split("\r\n").all(|line| line.len() <= 998));
        let mail = MessageParser::default().parse(one.body.as_bytes()).unwrap();
        let to = mail.to().unwrap().first().unwrap();
        assert_eq!(to.address().unwrap(), one.recipient);
        let letters = to.name().unwrap().chars().count();
        assert!((1..=100).contains(&letters), "{letters} letters");
        assert!(mail.body_text(0).unwrap().chars().count() > 20_000);
    }
}

#[test]
fn odd_addresses_reach_their_own_mailbox_or_nobody() {
    // As they would stand there had they come another way than by an import, which refuses some.
    let odd = [
        ("jo@xn--bcher-kva.example", true),
        ("\"john.smith\"@example.com", true),
        ("o'brien+soap@example.com", true),
        ("jörg@example.com", true),
        ("anna berg@example.com", false),
        ("a,b@example.com", false),
        ("a\"b@example.com", false),
        ("x@example.com\r\nRCPT TO:<thief@example.com>", false),
        ("x@example.com>, <thief@example.com", false),
        ("nobody", false),
        ("@example.com", false),
    ];
    let place = Place::with(odd.len() + 1);
    for (customer, (address, _)) in (1..).zip(odd) {
        set(&place, customer, "email", address);
    }
    let sending = place.write(|_| {});
    let planned = place.plan(sending);
    assert_eq!(planned.ready, odd.len() as u64 + 1);
    let server = FaultSmtp::open(Plan::default());
    let ended = place.run(sending, lines(server.port, 1, short()));
    assert_eq!(ended, Ended::Finished);
    let rows = place.rows(sending);
    let taken = assert_agree(&server, &rows);
    for (address, arrives) in odd {
        assert_eq!(taken.contains_key(address), arrives, "{address}");
        let row = place.row(sending, address);
        let expected = if arrives {
            (OutboxState::Sent, None)
        } else {
            (OutboxState::Failed, Some(Reason::BadMessage))
        };
        assert_eq!((row.state, row.reason), expected, "{address}: {}", row.said);
    }
    assert_eq!(taken.len(), 5, "and the one with an ordinary address");
    let commands = server.commands().join("\n");
    assert!(!commands.contains("thief"), "{commands}");
    let listed = place.store.read(|tx| tx.suppressed_addresses("", 0, 99));
    assert!(listed.unwrap().is_empty(), "none is said to be dead");
    assert!(place.clock.0.load(std::sync::atomic::Ordering::SeqCst) == NOON.0);
}
