//! From an address to servers, and what a domain says of itself.

use std::{net::UdpSocket, time::Duration};

use pannier_mail::{
    Directory, Encryption, Entry, EntryCheck, Preset, Server, Standing, check_domain, find_account,
    first_that_answers,
};

use crate::{
    certificates::{Authority, Fault},
    fault_smtp::{FaultSmtp, Plan},
    messages::{email, short, trusting, with_encryption},
    names::{At, serve},
};

const SHOP: &str = "lavender-lane.example";

fn directory(entries: Vec<(&'static str, At)>) -> Directory {
    Directory::of_server(serve(entries), Duration::from_secs(3)).unwrap()
}

fn hosts(servers: &[Server]) -> Vec<String> {
    servers.iter().map(ToString::to_string).collect()
}

#[test]
fn a_known_address_needs_no_directory() {
    let found = find_account(&email("anna@gmail.com"), None);
    assert_eq!(found.preset.key, "gmail");
    assert_eq!(
        hosts(&found.smtp),
        ["smtp.gmail.com:465", "smtp.gmail.com:587"]
    );
    assert_eq!(hosts(&found.imap), ["imap.gmail.com:993"]);
    assert!(!found.offline);
}

#[test]
fn the_servers_of_a_domain_tell_its_provider() {
    let names = directory(vec![
        (SHOP, At::Mx(20, "alt1.aspmx.l.google.com")),
        (SHOP, At::Mx(10, "aspmx.l.google.com")),
    ]);
    assert_eq!(names.mail_servers(SHOP).unwrap()[0], "aspmx.l.google.com");
    let found = find_account(&email("shop@lavender-lane.example"), Some(&names));
    assert_eq!(found.preset.key, "google-workspace");
}

#[test]
fn a_domain_of_ones_own_is_guessed_within_it() {
    let names = directory(vec![
        (SHOP, At::Mx(10, "mx.lavender-lane.example")),
        (SHOP, At::Mx(20, "mx.elsewhere.example")),
        (
            "_submissions._tcp.lavender-lane.example",
            At::Srv(4650, "post.lavender-lane.example"),
        ),
        (
            "_imaps._tcp.lavender-lane.example",
            At::Srv(993, "thief.example"),
        ),
    ]);
    let found = find_account(&email("shop@lavender-lane.example"), Some(&names));
    assert_eq!(found.preset.key, "hosting");
    let smtp = hosts(&found.smtp);
    assert_eq!(
        smtp[..4],
        [
            "post.lavender-lane.example:4650",
            "mail.lavender-lane.example:465",
            "smtp.lavender-lane.example:465",
            "mx.lavender-lane.example:465",
        ]
    );
    assert!(smtp.contains(&"mail.lavender-lane.example:587".to_owned()));
    let all = [smtp, hosts(&found.imap)].concat().join(" ");
    assert!(
        !all.contains("thief") && !all.contains("elsewhere"),
        "{all}"
    );
}

#[test]
fn offline_the_usual_names_are_left() {
    // Nobody answers there.
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let names =
        Directory::of_server(silent.local_addr().unwrap(), Duration::from_millis(200)).unwrap();
    let found = find_account(&email("shop@lavender-lane.example"), Some(&names));
    assert!(found.offline);
    assert_eq!(hosts(&found.smtp)[0], "mail.lavender-lane.example:465");
    for check in check_domain(SHOP, None, Some(&names)) {
        assert_eq!(check.standing, Standing::NotLookedUp);
        assert!(check.words.starts_with("Could not look up"));
    }
}

#[test]
fn the_first_server_that_can_be_trusted_is_taken() {
    let authority = Authority::new();
    let good = FaultSmtp::open(with_encryption(
        Plan::default(),
        &authority,
        Fault::None,
        false,
    ));
    let expired = FaultSmtp::open(with_encryption(
        Plan::default(),
        &authority,
        Fault::Expired,
        false,
    ));
    let at = |server: &FaultSmtp| Server::new("localhost", server.port, Encryption::StartTls);
    let nobody = Server::new("localhost", 1, Encryption::Tls);
    let trust = trusting(&authority);
    let candidates = [nobody.clone(), at(&expired), at(&good)];
    let found = first_that_answers(&candidates, &trust, &short()).unwrap();
    assert_eq!(found, at(&good));
    // One that is there and is not trusted says more than one that is not there.
    let error = first_that_answers(&[nobody, at(&expired)], &trust, &short()).unwrap_err();
    assert!(error.to_string().contains("expired"), "{error}");
}

fn standing(checks: &[EntryCheck]) -> Vec<Standing> {
    checks.iter().map(|check| check.standing.clone()).collect()
}

#[test]
fn a_domain_in_order_is_told_so() {
    let names = directory(vec![
        (SHOP, At::Txt("some-verification=1")),
        (SHOP, At::Txt("v=spf1 include:hoster.example ~all")),
        (
            "hoster.example",
            At::Txt("v=spf1 include:_spf.google.com -all"),
        ),
        (
            "google._domainkey.lavender-lane.example",
            At::Txt(
                "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            ),
        ),
        (
            "_dmarc.lavender-lane.example",
            At::Txt("v=DMARC1; p=quarantine; rua=mailto:a@lavender-lane.example"),
        ),
    ]);
    let preset = Preset::of("google-workspace");
    let checks = check_domain(SHOP, preset.as_ref(), Some(&names));
    assert_eq!(
        standing(&checks),
        [Standing::Good, Standing::Good, Standing::Good]
    );
    // A subdomain is spoken for by the domain above it.
    let checks = check_domain("news.lavender-lane.example", preset.as_ref(), Some(&names));
    assert_eq!(checks[2].standing, Standing::Good);
}

#[test]
fn a_domain_without_entries_is_told_what_to_enter() {
    let names = directory(vec![(SHOP, At::Mx(10, "mx.lavender-lane.example"))]);
    let preset = Preset::of("google-workspace");
    let checks = check_domain(SHOP, preset.as_ref(), Some(&names));
    assert_eq!(
        standing(&checks),
        [Standing::Missing, Standing::Missing, Standing::Missing]
    );
    let advice = checks[0].advice.as_ref().unwrap();
    assert_eq!(advice.name, SHOP);
    assert_eq!(advice.text, "v=spf1 include:_spf.google.com ~all");
    let advice = checks[2].advice.as_ref().unwrap();
    assert_eq!(advice.name, "_dmarc.lavender-lane.example");
    // With a provider whose keys nobody knows the names of, signing cannot be seen.
    let hosting = Preset::of("hosting");
    let checks = check_domain(SHOP, hosting.as_ref(), Some(&names));
    assert_eq!(checks[1].standing, Standing::Hidden);
}

#[test]
fn entries_that_do_not_do_what_they_should_are_named() {
    let preset = Preset::of("google-workspace");
    for (entries, entry, words) in [
        (
            vec![(SHOP, At::Txt("v=spf1 include:hoster.example -all"))],
            Entry::Spf,
            "does not name Google Workspace",
        ),
        (
            vec![
                (SHOP, At::Txt("v=spf1 -all")),
                (SHOP, At::Txt("v=spf1 mx ~all")),
            ],
            Entry::Spf,
            "says twice",
        ),
        (
            vec![(
                "google._domainkey.lavender-lane.example",
                At::Txt("v=DKIM1; p="),
            )],
            Entry::Dkim,
            "publishes no key",
        ),
        (
            vec![(
                "_dmarc.lavender-lane.example",
                At::Txt("v=DMARC1; p=perhaps"),
            )],
            Entry::Dmarc,
            "cannot be read",
        ),
        // A circle ends.
        (
            vec![
                (SHOP, At::Txt("v=spf1 include:a.example -all")),
                (
                    "a.example",
                    At::Txt("v=spf1 include:lavender-lane.example -all"),
                ),
            ],
            Entry::Spf,
            "does not name",
        ),
    ] {
        let checks = check_domain(SHOP, preset.as_ref(), Some(&directory(entries)));
        let check = checks.iter().find(|check| check.entry == entry).unwrap();
        assert!(check.words.contains(words), "{}", check.words);
        assert_ne!(check.standing, Standing::Good);
    }
    let names = directory(vec![(
        SHOP,
        At::Txt("v=spf1 a mx include:hoster.example -all"),
    )]);
    let checks = check_domain(SHOP, preset.as_ref(), Some(&names));
    assert_eq!(
        checks[0].advice.as_ref().unwrap().text,
        "v=spf1 a mx include:hoster.example include:_spf.google.com -all"
    );
}
