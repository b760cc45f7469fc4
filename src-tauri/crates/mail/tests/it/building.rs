//! Messages as bytes: whatever stands in a name or a text, the mail stays one that others can read.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail_parser::{MessageParser, MimeHeaders};
use pannier_core::{
    Clock, Email, ExtraHeader, FeedbackId, HeaderText, Identifier, InlinePicture, ListId, Mailbox,
    Message, PictureKind, SystemClock,
};
use pannier_mail::as_file;

use crate::{
    fault_smtp::{FaultSmtp, Plan},
    messages::{email, plain, send, to},
};

fn built(message: &Message) -> String {
    let bytes = as_file(message, SystemClock.now()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "a line of {} octets", line.len());
        assert!(!line.contains(['\r', '\n']), "a bare line break");
    }
    assert!(text.is_ascii());
    text
}

/// A header of encoded words, each of which is whole letters.
fn decoded(text: &str, name: &str) -> String {
    let (_, after) = text.split_once(&format!("\r\n{name}: ")).unwrap();
    let mut words = String::new();
    for line in after.split("\r\n ") {
        let (line, more) = line
            .split_once("\r\n")
            .map_or((line, true), |(line, _)| (line, false));
        let word = line
            .strip_prefix("=?utf-8?B?")
            .unwrap()
            .strip_suffix("?=")
            .unwrap();
        assert!(line.len() <= 75, "longer than an encoded word may be");
        words.push_str(&String::from_utf8(STANDARD.decode(word).unwrap()).unwrap());
        if !more {
            break;
        }
    }
    words
}

fn full() -> Message {
    let mut message = to("anna@example.com");
    message.html = Some("<p>Grüße <img src=\"cid:soap\" alt=\"\"></p>".to_owned());
    message.text = String::from("Grüße\n");
    message.pictures = vec![InlinePicture {
        id: Identifier::parse("soap").unwrap(),
        kind: PictureKind::Png,
        bytes: Arc::from([0x89_u8, b'P', b'N', b'G'].as_slice()),
    }];
    message.list_id = Some(ListId {
        name: Some(HeaderText::folded("Offers, of \"Lavender\" Lane")),
        id: Identifier::parse("offers.lavender-lane.example").unwrap(),
    });
    message.feedback_id = Some(FeedbackId {
        campaign: Identifier::parse("c12").unwrap(),
        kind: Identifier::parse("campaign").unwrap(),
        sender: Identifier::parse("pannier").unwrap(),
    });
    message.reply_to = Some(Mailbox::new(None, email("hello@lavender-lane.example")));
    message.headers =
        vec![ExtraHeader::new("X-PM-Message-Stream", HeaderText::folded("broadcast")).unwrap()];
    message
}

#[test]
fn a_whole_message_is_read_by_another_program() {
    let text = built(&full());
    let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
    assert_eq!(
        mail.from().unwrap().first().unwrap().name(),
        Some("Lavender Lane")
    );
    assert_eq!(
        mail.reply_to().unwrap().first().unwrap().address(),
        Some("hello@lavender-lane.example")
    );
    assert_eq!(mail.body_text(0).unwrap().trim_end(), "Grüße");
    assert!(
        mail.body_html(0)
            .unwrap()
            .contains("Grüße <img src=\"cid:soap\"")
    );
    let kinds: Vec<String> = mail
        .parts
        .iter()
        .filter_map(|part| part.content_type())
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()))
        .collect();
    assert_eq!(
        kinds,
        [
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png"
        ]
    );
    let picture = &mail.parts[4];
    assert_eq!(picture.content_id(), Some("soap"));
    assert_eq!(picture.contents(), b"\x89PNG");
    for line in [
        "List-Unsubscribe: <https://lavender-lane.example/u/abc>,\r\n \
         <mailto:shop+abc@lavender-lane.example?subject=unsubscribe-abc>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "List-Id: \"Offers, of \\\"Lavender\\\" Lane\"\r\n <offers.lavender-lane.example>\r\n",
        "Feedback-ID: c12:campaign:pannier\r\n",
        "X-PM-Message-Stream: broadcast\r\n",
        "X-App-Id: idannaexamplecom\r\n",
        "MIME-Version: 1.0\r\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert_eq!(text.matches("\r\nMessage-ID: ").count(), 1);
    assert_eq!(text.matches("\r\nDate: ").count(), 1);
}

#[test]
fn without_an_address_of_the_web_nothing_promises_one_click() {
    let mut message = full();
    message.unsubscribe.as_mut().unwrap().one_click = None;
    let text = built(&message);
    assert!(text.contains(
        "List-Unsubscribe: <mailto:shop+abc@lavender-lane.example?subject=unsubscribe-abc>\r\n"
    ));
    assert!(!text.contains("List-Unsubscribe-Post"));
}

#[test]
fn odd_names_and_subjects_arrive_as_they_are() {
    for words in [
        "Zoë",
        "Ölmühle “Grün” & Söhne, e. K.",
        "小さな店の石鹸 🧼",
        "O'Brien, Anna \"Annie\" \\ (shop)",
        "=?utf-8?Q?not_encoded?=",
        "a <b@example.com>",
        "Привет, ".repeat(12).trim(),
    ] {
        let mut message = to("anna@example.com");
        message.from.name = Some(HeaderText::folded(words));
        message.to.name = Some(HeaderText::folded(words));
        message.subject = HeaderText::folded(words);
        let text = built(&message);
        let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(mail.subject(), Some(words));
        for mailbox in [mail.from(), mail.to()] {
            let mailbox = mailbox.unwrap();
            assert_eq!(mailbox.iter().count(), 1, "{words}");
            let one = mailbox.first().unwrap();
            assert!(one.address().unwrap().contains("example"));
            assert_eq!(one.name(), Some(words), "{text}");
        }
    }
}

#[test]
fn a_name_of_ten_thousand_letters_is_cut_and_a_subject_is_not() {
    for letter in ["x", "ü", "🧼"] {
        let long = letter.repeat(10_000);
        let mut message = to("anna@example.com");
        message.from.name = Some(HeaderText::folded(&long));
        message.to.name = Some(HeaderText::folded(&long));
        message.subject = HeaderText::folded(&long);
        message.headers = vec![ExtraHeader::new("X-Long", HeaderText::folded(&long)).unwrap()];
        let text = built(&message);
        let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(decoded(&text, "Subject"), long);
        let name = mail
            .to()
            .unwrap()
            .first()
            .unwrap()
            .name()
            .unwrap()
            .to_owned();
        assert_eq!(name.chars().count(), 100);
        assert_eq!(decoded(&text, "X-Long"), long);
    }
}

#[test]
fn nothing_from_outside_becomes_a_header() {
    for words in [
        "Anna\r\nBcc: all@example.com",
        "Anna\nBcc: all@example.com\n\nHello",
        "Anna\r\n\r\n<script>",
        "Anna\u{2028}Bcc: all@example.com",
    ] {
        let mut message = to("anna@example.com");
        message.to.name = Some(HeaderText::folded(words));
        message.subject = HeaderText::folded(words);
        message.from.name = Some(HeaderText::folded(words));
        let text = built(&message);
        let mail = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert!(mail.bcc().is_none() && !text.contains("\r\nBcc"), "{text}");
        assert_eq!(mail.to().unwrap().iter().count(), 1);
    }
    // A body cannot end itself, nor begin a header.
    let server = FaultSmtp::open(Plan::default());
    let mut message = to("anna@example.com");
    message.text = "one\r\n.\r\nMAIL FROM:<thief@example.com>\n.\ntwo\r.\rthree".to_owned();
    send(&mut plain(&server), &message).0.unwrap();
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].body.contains("two") && taken[0].body.contains("three"));
}

#[test]
fn addresses_of_every_kind_are_written_right() {
    for (address, said) in [
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("\"john.smith\"@example.com", "\"john.smith\"@example.com"),
        ("o'brien+soap@example.com", "o'brien+soap@example.com"),
    ] {
        let server = FaultSmtp::open(Plan::default());
        send(&mut plain(&server), &to(address)).0.unwrap();
        assert_eq!(server.taken()[0].recipient, said);
    }
    for text in [
        "anna berg@example.com",
        "a,b@example.com",
        "<a@example.com>",
        "a@example.com\r\nRCPT TO:<b@example.com>",
    ] {
        assert!(Email::parse(text).is_err(), "{text}");
    }
}

#[test]
fn letters_of_other_alphabets_need_a_server_that_knows_them() {
    let server = FaultSmtp::open(Plan::default());
    send(&mut plain(&server), &to("jörg@example.com"))
        .0
        .unwrap();
    let commands = server.commands().join("\n");
    assert!(commands.contains("SMTPUTF8 BODY=8BITMIME"), "{commands}");
    assert!(commands.contains("RCPT TO:<jörg@example.com>"));

    let mut plan = Plan::default();
    plan.offers.retain(|word| word != "SMTPUTF8");
    let server = FaultSmtp::open(plan);
    let mut line = plain(&server);
    let (result, announced) = send(&mut line, &to("jörg@example.com"));
    let error = result.unwrap_err();
    assert!(!announced && !error.is_worth_retrying() && !error.is_about_the_account());
    send(&mut line, &to("anna@example.com")).0.unwrap();
    assert_eq!(server.connections(), 1);
}

#[test]
fn an_address_that_no_mail_reaches_is_refused_before_anything_is_said() {
    let Ok(odd) = Email::parse("a\"b@example.com") else {
        return;
    };
    let server = FaultSmtp::open(Plan::default());
    let mut message = to("anna@example.com");
    message.to = Mailbox::new(None, odd);
    let (result, announced) = send(&mut plain(&server), &message);
    assert_eq!(result.unwrap_err().class, pannier_core::Class::BadMessage);
    assert!(!announced && server.connections() == 0);
}
