//! Mail that came in: reports of several servers, complaints, people who want no more, answers.

use pannier_core::{Email, ShopKey, UnsubscribeToken};
use pannier_mail::{Action, Letter, Meaning, read_letter};

use crate::messages::email;

fn letter(text: &str) -> Letter {
    read_letter(text.replace('\n', "\r\n").as_bytes())
}

const POSTFIX: &str = "Return-Path: <>
Date: Mon, 23 Nov 2026 10:15:02 +0000 (UTC)
From: MAILER-DAEMON@mail.lavender-lane.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: shop@lavender-lane.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary=\"AB12.1/mail.lavender-lane.example\"
Message-Id: <20261123101502.CD34@mail.lavender-lane.example>

This is a MIME-encapsulated message.

--AB12.1/mail.lavender-lane.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<nobody@orchard.example>: host mx.orchard.example[192.0.2.7] said: 550 5.1.1
    No such user (in reply to RCPT TO command)

--AB12.1/mail.lavender-lane.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.lavender-lane.example
X-Postfix-Queue-ID: AB12
Arrival-Date: Mon, 23 Nov 2026 10:15:01 +0000 (UTC)

Final-Recipient: rfc822; nobody@orchard.example
Original-Recipient: rfc822;Nobody@orchard.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.orchard.example
Diagnostic-Code: smtp; 550 5.1.1 No such user

--AB12.1/mail.lavender-lane.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <shop@lavender-lane.example>
From: Lavender Lane <shop@lavender-lane.example>
To: nobody@orchard.example
Subject: Soap is back
Message-ID: <k7soap@lavender-lane.example>
X-App-Id: k7soap

Hello

--AB12.1/mail.lavender-lane.example--
";

const EXCHANGE: &str = "From: postmaster@pine.example
To: shop@lavender-lane.example
Date: Mon, 23 Nov 2026 11:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary=\"=_x\"
Content-Language: en-US
Message-ID: <77f0@pine.example>
In-Reply-To: <k8soap@lavender-lane.example>
Subject: Undeliverable: Soap is back
Auto-Submitted: auto-replied

--=_x
Content-Type: text/html; charset=\"us-ascii\"

<p>Your message to bert@pine.example couldn't be delivered.</p>

--=_x
Content-Type: message/delivery-status

Reporting-MTA: dns;pine.example

Final-Recipient: rfc822;bert@pine.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:
 QuotaExceededException

--=_x
Content-Type: text/rfc822-headers

Received: from somewhere
From: Lavender Lane <shop@lavender-lane.example>
To: Bert Pine <bert@pine.example>
Message-ID: <replaced@pine.example>
X-App-Id: k8soap
Subject: Soap is back

--=_x--
";

const GMAIL: &str = "Delivered-To: shop@lavender-lane.example
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: shop@lavender-lane.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Delay)
References: <k9soap@lavender-lane.example>
In-Reply-To: <k9soap@lavender-lane.example>
X-Failed-Recipients: cleo@fern.example
Message-ID: <6561a@mx.google.com>
Date: Mon, 23 Nov 2026 03:00:00 -0800 (PST)
Content-Type: multipart/report; boundary=\"000000000000aa\"; report-type=delivery-status

--000000000000aa
Content-Type: text/plain; charset=\"UTF-8\"

** Delivery incomplete **
There was a temporary problem. Gmail will retry for 46 more hours.

--000000000000aa
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Sun, 22 Nov 2026 01:00:00 -0800 (PST)
X-Original-Message-ID: <k9soap@lavender-lane.example>

Final-Recipient: rfc822; cleo@fern.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.

--000000000000aa
Content-Type: message/rfc822

From: shop@lavender-lane.example
To: cleo@fern.example
Message-ID: <k9soap@lavender-lane.example>
X-App-Id: k9soap

Hello
--000000000000aa--
";

const EXIM: &str = "Return-path: <>
X-Failed-Recipients: dora@moss.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@host.example>
To: shop@lavender-lane.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc@host.example>

This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error.

  dora@moss.example
    host mx.moss.example [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<dora@moss.example>:
    550 5.1.1 <dora@moss.example>: Recipient address rejected: User unknown

------ This is a copy of the message, including all the headers. ------

From: Lavender Lane <shop@lavender-lane.example>
To: dora@moss.example
Message-ID: <k10soap@lavender-lane.example>
X-App-Id: k10soap

Hello
";

fn bounces(text: &str) -> Vec<pannier_mail::Bounce> {
    match letter(text).meaning {
        Meaning::Bounces(bounces) => bounces,
        other => panic!("no bounce but {other:?}"),
    }
}

#[test]
fn a_report_says_who_why_and_which_message() {
    for (report, who, status, word, dead, full) in [
        (
            POSTFIX,
            "nobody@orchard.example",
            "5.1.1",
            "k7soap",
            true,
            false,
        ),
        (
            EXCHANGE,
            "bert@pine.example",
            "5.2.2",
            "k8soap",
            false,
            true,
        ),
        (EXIM, "dora@moss.example", "5.1.1", "k10soap", true, false),
    ] {
        let found = bounces(report);
        assert_eq!(found.len(), 1);
        let bounce = &found[0];
        assert_eq!(bounce.recipient, Some(email(who)));
        assert_eq!(bounce.status.unwrap().to_string(), status, "{who}");
        assert_eq!(bounce.original.app_id.as_ref().unwrap().as_str(), word);
        assert_eq!(bounce.says_the_address_is_dead(), dead, "{who}");
        assert_eq!(bounce.counts_against_the_mailbox(), full, "{who}");
        assert!(bounce.is_final());
    }
    assert_eq!(
        bounces(POSTFIX)[0].original.message_id.as_deref(),
        Some("k7soap@lavender-lane.example")
    );
    assert!(bounces(POSTFIX)[0].diagnostic.contains("No such user"));
}

#[test]
fn what_is_late_kills_no_address() {
    let found = bounces(GMAIL);
    assert_eq!(found[0].action, Action::Delayed);
    assert!(!found[0].is_final() && !found[0].says_the_address_is_dead());
    let late = POSTFIX.replace("Action: failed", "Action: delayed");
    assert!(!bounces(&late)[0].says_the_address_is_dead());
    // Delivered somewhere else is no failure either.
    let relayed = POSTFIX.replace("Action: failed", "Action: relayed");
    assert!(!bounces(&relayed)[0].is_final());
}

#[test]
fn a_refusal_of_the_message_kills_no_address() {
    for (status, words) in [
        ("5.7.1", "looks like spam"),
        ("5.0.0", "550 5.7.26 not aligned"),
    ] {
        let report = POSTFIX
            .replace("Status: 5.1.1", &format!("Status: {status}"))
            .replace("smtp; 550 5.1.1 No such user", &format!("smtp; {words}"));
        let bounce = &bounces(&report)[0];
        assert!(
            bounce.is_final() && !bounce.says_the_address_is_dead(),
            "{status}"
        );
        assert_eq!(bounce.status.unwrap().subject, 7);
    }
}

#[test]
fn one_report_can_be_of_several_people() {
    let second = "\n\nFinal-Recipient: rfc822; other@orchard.example\nAction: delayed\nStatus: 4.2.2\n\n--AB12.1/mail.lavender-lane.example\nContent-Description: Undelivered";
    let report = POSTFIX.replace(
        "\n\n--AB12.1/mail.lavender-lane.example\nContent-Description: Undelivered",
        second,
    );
    let found = bounces(&report);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].recipient, Some(email("other@orchard.example")));
    assert_eq!(found[1].action, Action::Delayed);
}

#[test]
fn a_complaint_names_message_and_person() {
    let arf = "From: <feedback@arf.example>
To: shop@lavender-lane.example
Subject: Complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=\"fb\"

--fb
Content-Type: text/plain

This is a complaint about a message.

--fb
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0
Version: 1
Original-Rcpt-To: <emil@brook.example>

--fb
Content-Type: message/rfc822

From: shop@lavender-lane.example
To: hidden@brook.example
Message-ID: <k11soap@lavender-lane.example>
X-App-Id: k11soap

Hello
--fb--
";
    let Meaning::Complaint(complaint) = letter(arf).meaning else {
        panic!("no complaint");
    };
    assert_eq!(complaint.recipient, Some(email("emil@brook.example")));
    assert_eq!(complaint.original.app_id.unwrap().as_str(), "k11soap");
    let praise = arf.replace("Feedback-Type: abuse", "Feedback-Type: not-spam");
    assert!(!matches!(letter(&praise).meaning, Meaning::Complaint(_)));
}

fn token() -> UnsubscribeToken {
    let address = Email::parse("anna@example.com").unwrap();
    UnsubscribeToken::issue(&ShopKey::new([7; 32]), "offers", &address)
}

fn plain(head: &str, body: &str) -> Letter {
    letter(&format!(
        "From: Anna <anna@example.com>\nDate: Mon, 23 Nov 2026 12:00:00 +0100\nMessage-ID: <a1@example.com>\n{head}\n\n{body}\n"
    ))
}

#[test]
fn a_token_is_found_in_the_subject_and_in_the_address() {
    let token = token();
    let word = token.as_str();
    for head in [
        format!("To: shop@lavender-lane.example\nSubject: unsubscribe-{word}"),
        format!(
            "To: shop@lavender-lane.example\nSubject: UNSUBSCRIBE-{}",
            word.to_uppercase()
        ),
        format!("To: <shop+{word}@lavender-lane.example>\nSubject: "),
        format!("To: undisclosed\nDelivered-To: shop+{word}@lavender-lane.example\nSubject: x"),
    ] {
        let Meaning::Unsubscribe(found) = plain(&head, "").meaning else {
            panic!("{head}");
        };
        assert_eq!(found.tokens, std::slice::from_ref(&token), "{head}");
        assert!(found.tokens[0].is_genuine(&ShopKey::new([7; 32])));
    }
    // A forged one is handed over like any other: it has to be asked whether it is genuine.
    let forged = "a".repeat(32);
    let Meaning::Unsubscribe(found) = plain(
        &format!("To: s@lavender-lane.example\nSubject: unsubscribe-{forged}"),
        "",
    )
    .meaning
    else {
        panic!("not handed over");
    };
    assert!(!found.tokens[0].is_genuine(&ShopKey::new([7; 32])));
}

#[test]
fn people_who_say_so_in_words_are_heard() {
    let letter = plain(
        "To: shop@lavender-lane.example\nSubject: Re: Soap is back\nIn-Reply-To: <k1@lavender-lane.example>",
        "Bitte abmelden\n\nAm Montag schrieb der Laden:\n> Seife",
    );
    let Meaning::Unsubscribe(found) = letter.meaning else {
        panic!("not heard");
    };
    assert!(found.in_words && found.tokens.is_empty());
    assert_eq!(letter.from, Some(email("anna@example.com")));
    assert_eq!(letter.answers, ["k1@lavender-lane.example"]);
}

#[test]
fn answers_of_people_and_of_machines_are_told_apart() {
    let reply = plain(
        "To: s@lavender-lane.example\nSubject: Re: Soap is back\nReferences: <k0@lavender-lane.example>\n <k1@lavender-lane.example>\nIn-Reply-To: <k1@lavender-lane.example>",
        "Lovely, when can I come by?\n\n> To unsubscribe, click here",
    );
    assert_eq!(reply.meaning, Meaning::Reply);
    assert_eq!(
        reply.answers,
        ["k1@lavender-lane.example", "k0@lavender-lane.example"]
    );
    assert_eq!(reply.message_id.as_deref(), Some("a1@example.com"));
    assert_eq!(
        reply.date.unwrap().to_utc().to_rfc3339(),
        "2026-11-23T11:00:00+00:00"
    );
    for head in [
        "Subject: Re: Soap is back\nAuto-Submitted: auto-replied",
        "Subject: Automatic reply: Soap is back",
        "Subject: Abwesenheitsnotiz",
        "Subject: Unsubscribe\nPrecedence: auto_reply",
        "Subject: away\nX-Autoreply: yes",
    ] {
        let away = plain(
            &format!("To: s@lavender-lane.example\n{head}"),
            "I am away.",
        );
        assert_eq!(away.meaning, Meaning::AutoReply, "{head}");
    }
    // A machine that answers the address with the token says no such thing.
    let away = plain(
        &format!(
            "To: shop+{}@lavender-lane.example\nSubject: away\nAuto-Submitted: auto-replied",
            token().as_str()
        ),
        "I am away.",
    );
    assert_eq!(away.meaning, Meaning::AutoReply);
    let other = plain(
        "To: s@lavender-lane.example\nSubject: Order 1043",
        "Where is it?",
    );
    assert_eq!(other.meaning, Meaning::Other);
}

#[test]
fn nothing_in_a_mail_stops_the_reading() {
    for text in [
        "",
        "\n\n",
        "Subject: x",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\nAction: failed\n",
        "Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\n\u{fffd}\u{0}\n\nFinal-Recipient\n--a--",
        "X-Failed-Recipients: ,,<>,not an address\n\nx",
    ] {
        let _ = letter(text);
    }
    for cut in (0..POSTFIX.len()).step_by(37) {
        let _ = letter(&POSTFIX[..cut]);
    }
    // Bytes changed by chance, always the same ones.
    let mut chance = 0x2545_f491_u32;
    let mut next = move || {
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        chance
    };
    for report in [POSTFIX, EXCHANGE, GMAIL, EXIM] {
        for _ in 0..500 {
            let mut bytes = report.as_bytes().to_vec();
            for _ in 0..=next() % 12 {
                let at = next() as usize % bytes.len();
                bytes[at] = next().to_le_bytes()[0];
            }
            let letter = read_letter(&bytes);
            assert!(letter.subject.len() <= bytes.len());
        }
    }
    let _ = read_letter(&[0xff, 0xfe, 0x00, 0x0d, 0x0a]);
}
