//! Slips of the finger in e-mail addresses, and addresses of one mailbox.

use super::form::Address;

/// Providers that do not tell `ann.lee` from `annlee`.
const DOTS_DO_NOT_COUNT: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Providers that many people are with: an address one slip away from one is likely to be there.
const WELL_KNOWN: &[&str] = &[
    "alice.it",
    "aol.com",
    "att.net",
    "bluewin.ch",
    "btinternet.com",
    "comcast.net",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hetnet.nl",
    "home.nl",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "hotmail.nl",
    "icloud.com",
    "interia.pl",
    "kpnmail.nl",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "live.de",
    "live.fr",
    "live.it",
    "live.nl",
    "mac.com",
    "mail.com",
    "mail.de",
    "mail.ru",
    "me.com",
    "msn.com",
    "o2.pl",
    "onet.pl",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.es",
    "outlook.fr",
    "planet.nl",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "seznam.cz",
    "sfr.fr",
    "sky.com",
    "t-online.de",
    "talktalk.net",
    "tiscali.it",
    "verizon.net",
    "virgilio.it",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yahoo.ca",
    "yahoo.co.in",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.com.br",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.it",
    "yandex.ru",
    "ymail.com",
    "ziggo.nl",
];

/// Fewer letters than this differ by one too often to mean anything.
const SHORTEST: usize = 4;

/// Where mail to an address arrives: without its tag, and without dots where they do not count.
pub(super) fn mailbox(address: &Address) -> (String, String) {
    let untagged = match address.local.split_once('+') {
        Some((before, _)) if !before.is_empty() => before,
        _ => &address.local,
    };
    if DOTS_DO_NOT_COUNT.contains(&address.domain.as_str()) {
        (untagged.replace('.', ""), DOTS_DO_NOT_COUNT[0].to_owned())
    } else {
        (untagged.to_owned(), address.domain.clone())
    }
}

/// Whether the two are one slip apart: a letter too many, another one, or two swapped. Digits that
/// differ tell namesakes apart.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < SHORTEST || long.len() - short.len() > 1 || short == long {
        return false;
    }
    let at = (0..short.len())
        .find(|i| short[*i] != long[*i])
        .unwrap_or(short.len());
    let rest = |chars: &[char], from: usize| chars.get(from..).unwrap_or_default().to_vec();
    if long.len() > short.len() {
        return !long[at].is_ascii_digit() && rest(&short, at) == rest(&long, at + 1);
    }
    let (one, other) = (short[at], long[at]);
    let is_other = rest(&short, at + 1) == rest(&long, at + 1);
    let is_swapped = short.get(at + 1) == Some(&other)
        && long.get(at + 1) == Some(&one)
        && rest(&short, at + 2) == rest(&long, at + 2);
    !(one.is_ascii_digit() && other.is_ascii_digit()) && (is_other || is_swapped)
}

/// Whether one of the two is a well-known provider and the other that with a slip.
pub(super) fn misspelt(a: &str, b: &str) -> bool {
    let known = |domain: &str| WELL_KNOWN.contains(&domain);
    known(a) != known(b) && one_slip(a, b)
}
