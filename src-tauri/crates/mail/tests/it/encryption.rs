//! No line without encryption, none to a server that cannot say who it is, and no password before.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pannier_core::{Class, SendError, Stage};
use pannier_mail::{Encryption, Login, OauthError, Secret, TokenSource};

use crate::{
    certificates::{Authority, Fault},
    fault_smtp::{At, FaultSmtp, Plan, say},
    messages::{account, messenger, send, to, with_encryption},
};

const WAYS: [Encryption; 2] = [Encryption::Tls, Encryption::StartTls];

#[test]
fn mail_travels_encrypted_in_both_ways() {
    for encryption in WAYS {
        let authority = Authority::new();
        let plan = with_encryption(
            Plan::default(),
            &authority,
            Fault::None,
            encryption == Encryption::Tls,
        );
        let server = FaultSmtp::open(plan);
        let mut line = messenger(account(&server, encryption), &authority);
        for name in ["anna", "bert"] {
            send(&mut line, &to(&format!("{name}@example.com")))
                .0
                .unwrap();
        }
        assert_eq!((server.taken().len(), server.connections()), (2, 1));
        let hellos = server
            .commands()
            .iter()
            .filter(|command| command.starts_with("EHLO"))
            .count();
        assert_eq!(hellos, if encryption == Encryption::Tls { 1 } else { 2 });
    }
}

fn refused(encryption: Encryption, plan: Plan, trusted: &Authority) -> (SendError, FaultSmtp) {
    let server = FaultSmtp::open(plan);
    let mut line = messenger(account(&server, encryption), trusted);
    let (result, announced) = send(&mut line, &to("anna@example.com"));
    assert!(!announced && server.taken().is_empty());
    let said = server.commands().join("\n");
    assert!(!said.contains("AUTH"), "no password was said: {said}");
    (result.unwrap_err(), server)
}

#[test]
fn a_certificate_that_is_not_the_servers_is_refused_in_plain_words() {
    for encryption in WAYS {
        let at_once = encryption == Encryption::Tls;
        let authority = Authority::new();
        for (fault, words) in [
            (Fault::Expired, "has expired"),
            (Fault::NotYet, "check this computer's date"),
            (Fault::OtherName, "is for another name"),
        ] {
            let plan = with_encryption(Plan::default(), &authority, fault, at_once);
            let (error, _server) = refused(encryption, plan, &authority);
            assert_eq!((error.stage, error.class), (Stage::Tls, Class::Security));
            assert!(error.pauses_until_mended() && !error.is_worth_retrying());
            assert!(error.to_string().contains(words), "{error}");
        }
        let plan = with_encryption(Plan::default(), &Authority::new(), Fault::None, at_once);
        let (error, _server) = refused(encryption, plan, &authority);
        assert_eq!(error.class, Class::Security);
        assert!(
            error.to_string().contains("Nobody this computer trusts"),
            "{error}"
        );
    }
}

#[test]
fn a_server_that_lies_about_encryption_is_told_nothing() {
    let authority = Authority::new();
    let lying =
        |deed| with_encryption(Plan::at(At::StartTls, deed), &authority, Fault::None, false);
    for (plan, words) in [
        (Plan::default(), "offers no encryption"),
        (
            lying(say("454 4.7.0 not today")),
            "promised encryption and then refused",
        ),
        (
            lying(say("220 2.0.0 go\r\n250 PIPELINING")),
            "went on in clear text",
        ),
    ] {
        let (error, _server) = refused(Encryption::StartTls, plan, &authority);
        assert_eq!(error.class, Class::Security, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    // It agrees, and goes on in clear text when the encrypted words come.
    let (error, _server) = refused(Encryption::StartTls, lying(say("220 2.0.0 go")), &authority);
    assert!(
        matches!(error.class, Class::Security | Class::Line),
        "{error}"
    );
    // Clear text where encryption begins with the first byte.
    let (error, _server) = refused(Encryption::Tls, Plan::default(), &authority);
    assert_eq!(error.class, Class::Security, "{error}");
    assert!(
        error
            .to_string()
            .contains("does not answer as an encrypted server"),
        "{error}"
    );
}

#[test]
fn a_refused_login_is_the_accounts_fault() {
    let authority = Authority::new();
    for (words, class) in [
        ("535 5.7.8 bad credentials", Class::Auth),
        (
            "534 5.7.9 application-specific password required",
            Class::Auth,
        ),
        ("454 4.7.0 too many login attempts", Class::Rate),
    ] {
        let plan = with_encryption(
            Plan::at(At::Auth, say(words)),
            &authority,
            Fault::None,
            false,
        );
        let server = FaultSmtp::open(plan);
        let mut line = messenger(account(&server, Encryption::StartTls), &authority);
        let error = line.check_login().unwrap_err();
        assert_eq!((error.stage, error.class), (Stage::Auth, class), "{words}");
        assert!(error.is_about_the_account());
    }
}

#[test]
fn every_way_to_log_in_is_spoken() {
    let authority = Authority::new();
    for (offered, secret, said) in [
        (
            "AUTH PLAIN LOGIN",
            Secret::Password("pass".into()),
            "AUTH PLAIN AHVzZXIAcGFzcw==",
        ),
        (
            "AUTH LOGIN",
            Secret::Password("pass".into()),
            "AUTH LOGIN\ndXNlcg==\ncGFzcw==",
        ),
        (
            "AUTH XOAUTH2",
            Secret::AccessToken("token".into()),
            "AUTH XOAUTH2 dXNlcj11c2VyAWF1dGg9QmVhcmVyIHRva2VuAQE=",
        ),
    ] {
        let mut plan = with_encryption(Plan::default(), &authority, Fault::None, true);
        plan.offers.retain(|word| !word.starts_with("AUTH"));
        plan.offers.push(offered.to_owned());
        let server = FaultSmtp::open(plan);
        let mut account = account(&server, Encryption::Tls);
        account.login = Some(Login {
            user: "user".to_owned(),
            secret,
        });
        messenger(account, &authority).check_login().unwrap();
        assert!(
            server.commands().join("\n").contains(said),
            "{:?}",
            server.commands()
        );
    }
}

#[test]
fn each_line_is_let_in_by_a_token_of_its_own() {
    let authority = Authority::new();
    let mut plan = with_encryption(Plan::default(), &authority, Fault::None, true);
    plan.offers.retain(|word| !word.starts_with("AUTH"));
    plan.offers.push("AUTH XOAUTH2".to_owned());
    let server = FaultSmtp::open(plan);
    let mut account = account(&server, Encryption::Tls);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    account.login = Some(Login {
        user: "user".to_owned(),
        secret: Secret::Tokens(TokenSource::new(move || {
            match counted.fetch_add(1, Ordering::Relaxed) {
                2 => Err(OauthError::Ended),
                number => Ok(format!("token{number}")),
            }
        })),
    });
    account.max_per_connection = 1;
    let mut line = messenger(account, &authority);
    for name in ["anna", "bert"] {
        send(&mut line, &to(&format!("{name}@example.com")))
            .0
            .unwrap();
    }
    let said = server.commands().join("\n");
    for number in 0..2 {
        let bearer = format!("user=user\x01auth=Bearer token{number}\x01\x01");
        assert!(said.contains(&STANDARD.encode(bearer)), "{said}");
    }
    // Without a token no line is opened, and the account is at fault.
    let (result, announced) = send(&mut line, &to("carla@example.com"));
    let error = result.unwrap_err();
    assert_eq!((error.stage, error.class), (Stage::Auth, Class::Auth));
    assert!(
        !announced && error.to_string().contains("connect the account again"),
        "{error}"
    );
    assert_eq!((server.count(), server.connections()), (2, 2));
}

#[test]
fn a_refused_token_says_why() {
    let authority = Authority::new();
    // The reason is a question: {"status":"401"} in base64. The empty answer to it is no command.
    let mut plan = with_encryption(
        Plan::at(At::Auth, say("334 eyJzdGF0dXMiOiI0MDEifQ==")),
        &authority,
        Fault::None,
        true,
    );
    plan.offers.retain(|word| !word.starts_with("AUTH"));
    plan.offers.push("AUTH XOAUTH2".to_owned());
    let server = FaultSmtp::open(plan);
    let mut account = account(&server, Encryption::Tls);
    account.login = Some(Login {
        user: "user".to_owned(),
        secret: Secret::AccessToken("old".to_owned()),
    });
    let error = messenger(account, &authority).check_login().unwrap_err();
    assert_eq!(error.class, Class::Auth);
    assert!(error.said.contains("401"), "{error}");
}
