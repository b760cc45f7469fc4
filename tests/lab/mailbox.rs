//! What lies in a mailbox, as a program reads it that knows nothing of ours.

use std::collections::BTreeSet;

use crate::servers::Lab;

/// The mails in a mailbox, as they are.
pub(crate) fn mails(lab: &Lab, address: &str) -> Vec<String> {
    let asked = ["EXAMINE INBOX", "FETCH 1:* BODY.PEEK[]"].map(str::to_owned);
    let heard = lab.says(address, &asked);
    let mut found = Vec::new();
    let mut rest = heard.as_str();
    while let Some(at) = rest.find("BODY[] {") {
        let (length, after) = rest[at + 8..].split_once("}\r\n").unwrap();
        let (mail, others) = after.split_at(length.parse().unwrap());
        found.push(mail.to_owned());
        rest = others;
    }
    found
}

/// What stands in an HTML text between its tags, or in the values of its attributes.
fn decoded(text: &str) -> String {
    let text = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
    ]
    .into_iter()
    .chain([("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", "\u{a0}")])
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}

/// The words of a page, each blank one; without the signs that keep the direction of a name to itself.
pub(crate) fn words(html: &str) -> String {
    let body = &html[html.find("<body").unwrap()..];
    let mut shown = String::new();
    for part in body.split('<').skip(1) {
        let (_, text) = part.split_once('>').unwrap();
        shown.push_str(&decoded(text).replace(['\u{2068}', '\u{2069}'], ""));
        shown.push(' ');
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the links of a page lead.
pub(crate) fn links(html: &str) -> BTreeSet<String> {
    let links = html.split("href=\"").skip(1);
    links
        .map(|rest| decoded(rest.split('"').next().unwrap()))
        .collect()
}
