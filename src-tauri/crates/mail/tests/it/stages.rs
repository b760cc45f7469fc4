//! At every stage everything goes wrong once. What the sender believes is held against what the
//! server took over.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use pannier_core::{Class, Messenger, Stage, Stopped};

use crate::{
    fault_smtp::{At, Deed, FaultSmtp, Plan, say},
    messages::{plain, plain_at, send, to},
};

#[test]
fn a_message_arrives_as_it_was_written() {
    for plan in [Plan::default(), Plan::default().without_pipelining()] {
        let server = FaultSmtp::open(plan);
        let mut line = plain(&server);
        let (receipt, announced) = send(&mut line, &to("anna@example.com"));
        assert_eq!(
            receipt.unwrap().said,
            "250 2.0.0 queued as anna@example.com"
        );
        assert!(announced);
        let taken = server.taken();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].sender, "shop@lavender-lane.example");
        assert_eq!(taken[0].header("Subject"), "Soap is back");
        assert_eq!(taken[0].header("X-App-Id"), "idannaexamplecom");
        assert_eq!(
            taken[0].header("Message-ID"),
            "<idannaexamplecom@lavender-lane.example>"
        );
        let words = taken[0].body.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(words, "Hello,\r\n.\r\n..the soap is back.\r\n");
    }
}

#[test]
fn one_line_carries_many_messages_and_is_renewed_when_providers_count() {
    let server = FaultSmtp::open(Plan::default());
    let mut line = plain(&server);
    for number in 0..250 {
        let (result, _) = send(&mut line, &to(&format!("a{number}@example.com")));
        result.unwrap();
    }
    assert_eq!(server.count(), 250);
    assert_eq!(server.connections(), 3);
    assert!(!server.commands().iter().any(|command| command == "RSET"));
}

#[test]
fn commands_travel_together_where_the_server_allows_it() {
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Mail | At::Rcpt | At::Data => Deed::Wait(Duration::from_millis(100)),
        _ => Deed::Usual,
    }));
    send(&mut plain(&server), &to("anna@example.com"))
        .0
        .unwrap();
    let taken = server.taken();
    assert!(taken[0].body.contains("Subject"));
    let commands = server.commands();
    assert_eq!(
        commands[1],
        "MAIL FROM:<shop@lavender-lane.example> SIZE=".to_owned()
            + commands[1].rsplit('=').next().unwrap()
    );
    assert_eq!(commands[2..4], ["RCPT TO:<anna@example.com>", "DATA"]);
}

#[test]
fn a_dead_address_does_not_cost_the_line() {
    for plan in [
        Plan::by(dead_for_bert),
        Plan::by(dead_for_bert).without_pipelining(),
    ] {
        let server = FaultSmtp::open(plan);
        let mut line = plain(&server);
        send(&mut line, &to("anna@example.com")).0.unwrap();
        let (result, announced) = send(&mut line, &to("bert@example.com"));
        let error = result.unwrap_err();
        assert!(error.says_the_address_is_dead() && !announced);
        assert_eq!((error.stage, error.code), (Stage::Rcpt, Some(550)));
        send(&mut line, &to("cleo@example.com")).0.unwrap();
        assert_eq!(server.connections(), 1);
        let resets = server.commands().iter().filter(|c| *c == "RSET").count();
        assert_eq!(resets, 1, "after the failure, and not otherwise");
        assert_eq!(server.taken().len(), 2);
    }
}

fn dead_for_bert(moment: &crate::fault_smtp::Moment) -> Deed {
    match moment.at {
        At::Rcpt if moment.recipient.starts_with("bert") => say("550 5.1.1 no such user"),
        _ => Deed::Usual,
    }
}

#[test]
fn a_server_that_wants_a_body_for_nobody_gets_an_empty_one() {
    // RFC 2920, 3.1: the recipient was refused and DATA was not.
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Rcpt if moment.time == 1 => Deed::Say("550 5.1.1 no such user\r\n354 go".into()),
        _ => Deed::Usual,
    }));
    let mut line = plain(&server);
    let (result, announced) = send(&mut line, &to("bert@example.com"));
    assert!(result.unwrap_err().says_the_address_is_dead() && !announced);
    assert!(server.taken().is_empty());
}

#[test]
fn refusals_at_every_stage_send_nothing_and_say_whose_fault_they_are() {
    for (at, words, stage, class) in [
        (
            At::Greeting,
            "554 5.7.1 go away",
            Stage::Connect,
            Class::Line,
        ),
        (
            At::Greeting,
            "421 4.3.2 too many",
            Stage::Connect,
            Class::Rate,
        ),
        (At::Ehlo, "550 5.7.1 no", Stage::Connect, Class::Line),
        (At::Mail, "421 4.7.0 later", Stage::Mail, Class::Rate),
        (
            At::Mail,
            "550 5.4.5 Daily user sending limit exceeded",
            Stage::Mail,
            Class::Quota,
        ),
        (
            At::Mail,
            "553 5.7.1 not your address",
            Stage::Mail,
            Class::Sender,
        ),
        (At::Rcpt, "550 5.1.1 no such user", Stage::Rcpt, Class::Hard),
        (At::Rcpt, "452 4.2.2 full", Stage::Rcpt, Class::Soft),
        (
            At::Rcpt,
            "451 4.7.1 greylisted",
            Stage::Rcpt,
            Class::Greylist,
        ),
        (At::Rcpt, "421 4.7.0 too fast", Stage::Rcpt, Class::Rate),
        (
            At::Rcpt,
            "550 5.7.1 relaying denied",
            Stage::Rcpt,
            Class::Policy,
        ),
        (At::Data, "451 4.3.0 not now", Stage::Data, Class::Rate),
        (At::Data, "554 5.7.1 no", Stage::Data, Class::Policy),
        (
            At::Dot,
            "550 5.7.1 looks like spam",
            Stage::Dot,
            Class::Policy,
        ),
        (
            At::Dot,
            "451 4.3.0 try later",
            Stage::Dot,
            Class::NotAccepted,
        ),
        (At::Dot, "452 4.2.2 full", Stage::Dot, Class::Soft),
        (
            At::Dot,
            "454 Throttling failure: Daily message quota exceeded",
            Stage::Dot,
            Class::Quota,
        ),
    ] {
        for plan in [
            Plan::at(at, say(words)),
            Plan::at(at, say(words)).without_pipelining(),
        ] {
            let server = FaultSmtp::open(plan);
            let (result, announced) = send(&mut plain(&server), &to("anna@example.com"));
            let error = result.unwrap_err();
            assert_eq!((error.stage, error.class), (stage, class), "{at:?} {words}");
            assert_eq!(announced, stage == Stage::Dot, "{at:?} {words}");
            assert!(server.taken().is_empty());
            assert!(!error.may_have_arrived());
            assert!(error.to_string().contains(words.split_once(' ').unwrap().1));
        }
    }
}

#[test]
fn a_server_that_hangs_up_with_a_word_is_called_again() {
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Mail if moment.brought == 1 => Deed::SayAndCut("421 4.7.0 enough for one call".into()),
        _ => Deed::Usual,
    }));
    let mut line = plain(&server);
    send(&mut line, &to("anna@example.com")).0.unwrap();
    let error = send(&mut line, &to("bert@example.com")).0.unwrap_err();
    assert!(error.asks_to_slow_down());
    send(&mut line, &to("bert@example.com")).0.unwrap();
    assert_eq!((server.taken().len(), server.connections()), (2, 2));
}

#[test]
fn a_line_cut_at_any_stage_is_uncertain_only_after_the_end_of_the_body() {
    for (at, deed, class) in [
        (At::Greeting, Deed::Cut, Class::Line),
        (At::Ehlo, Deed::Cut, Class::Line),
        (At::Mail, Deed::Cut, Class::Line),
        (At::Rcpt, Deed::Cut, Class::Line),
        (At::Data, Deed::Cut, Class::Line),
        (At::Dot, Deed::Cut, Class::Uncertain),
        (At::Dot, Deed::TakeAndCut, Class::Uncertain),
        (
            At::Dot,
            Deed::TakeAndWait(Duration::from_secs(5)),
            Class::Uncertain,
        ),
    ] {
        for pipelining in [true, false] {
            let mut plan = Plan::at(at, deed.clone());
            if !pipelining {
                plan = plan.without_pipelining();
            }
            let server = FaultSmtp::open(plan);
            let (result, announced) = send(&mut plain(&server), &to("anna@example.com"));
            let error = result.unwrap_err();
            assert_eq!(error.class, class, "{at:?} {deed:?} {error}");
            assert_eq!(error.may_have_arrived(), announced, "{at:?} {deed:?}");
            if error.is_worth_retrying() {
                assert!(
                    server.taken().is_empty(),
                    "sent again, it would be sent twice"
                );
            }
        }
    }
}

#[test]
fn a_line_cut_within_a_large_body_has_sent_nothing() {
    let server = FaultSmtp::open(Plan::at(At::Body, Deed::Cut));
    let mut message = to("anna@example.com");
    message.text = "soap ".repeat(4_000_000);
    let (result, announced) = send(&mut plain(&server), &message);
    let error = result.unwrap_err();
    assert_eq!((error.stage, error.class), (Stage::Body, Class::Line));
    assert!(announced && error.is_worth_retrying() && server.taken().is_empty());
}

#[test]
fn silence_ends_in_time() {
    for at in [At::Greeting, At::Mail, At::Dot] {
        let server = FaultSmtp::open(Plan::at(at, Deed::Wait(Duration::from_secs(15))));
        let begin = Instant::now();
        let (result, _) = send(&mut plain(&server), &to("anna@example.com"));
        assert!(begin.elapsed() < Duration::from_secs(10), "{at:?}");
        assert_eq!(result.unwrap_err().may_have_arrived(), at == At::Dot);
    }
}

#[test]
fn where_nobody_answers_the_line_is_at_fault() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (result, announced) = send(&mut plain_at(port), &to("anna@example.com"));
    let error = result.unwrap_err();
    assert_eq!((error.stage, error.class), (Stage::Connect, Class::Line));
    assert!(!announced && error.is_worth_retrying() && error.is_about_the_account());
    assert!(
        error.to_string().contains("takes no connections"),
        "{error}"
    );
}

#[test]
fn a_slow_server_is_waited_for() {
    let server = FaultSmtp::open(Plan::at(At::Dot, Deed::Wait(Duration::from_millis(500))));
    send(&mut plain(&server), &to("anna@example.com"))
        .0
        .unwrap();
}

#[test]
fn whoever_stops_before_the_body_has_sent_nothing() {
    let server = FaultSmtp::open(Plan::default());
    let mut line = plain(&server);
    let error = line
        .send(&to("anna@example.com"), &mut || Err(Stopped))
        .unwrap_err();
    assert!(error.is_stopped() && !error.may_have_arrived());
    send(&mut line, &to("bert@example.com")).0.unwrap();
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].recipient, "bert@example.com");
}

#[test]
fn a_line_that_broke_while_idle_is_opened_once_more() {
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Mail if moment.connection == 1 && moment.brought == 1 => Deed::Cut,
        _ => Deed::Usual,
    }));
    let mut line = plain(&server);
    send(&mut line, &to("anna@example.com")).0.unwrap();
    send(&mut line, &to("bert@example.com")).0.unwrap();
    assert_eq!((server.taken().len(), server.connections()), (2, 2));
    line.hang_up();
    send(&mut line, &to("cleo@example.com")).0.unwrap();
    assert_eq!(server.connections(), 3);
}

#[test]
fn an_uncertain_message_takes_its_line_with_it() {
    // A late answer must never be taken for the answer to the next message.
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Dot if moment.recipient.starts_with("anna") => {
            Deed::TakeAndWait(Duration::from_secs(5))
        }
        At::Dot if moment.recipient.starts_with("bert") => say("452 4.2.2 full"),
        _ => Deed::Usual,
    }));
    let mut line = plain(&server);
    let first = send(&mut line, &to("anna@example.com")).0.unwrap_err();
    assert!(first.may_have_arrived());
    let second = send(&mut line, &to("bert@example.com")).0.unwrap_err();
    assert_eq!(second.class, Class::Soft);
    assert_eq!(server.connections(), 2);
}
