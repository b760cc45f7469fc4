//! What others say of a mail that we built: a filter of junk, and another language's parser.

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
};

use pannier_core::{
    Clock, HeaderText, HttpsUrl, Identifier, InlinePicture, ListId, Message, PictureKind,
    SystemClock,
};
use pannier_mail::as_file;

use crate::servers::message;

fn newsletter() -> Message {
    let mut mail = message("shop@lavender-lane.example", "zoe@shops.example", "judgek7");
    mail.text = String::from(
        "Hello Zoë,\n\nthe lavender soap that you bought in spring is back in the shop, \
                 together with two new candles.\n\nhttps://lavender-lane.example/soap\n\n\
                 Lavender Lane, 12 Mill Street, Norwich\nNo more of these: \
                 https://lavender-lane.example/u/abc\n",
    );
    mail.html = Some(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Soap is back\
         </title></head><body><p>Hello Zoë,</p><p>the lavender soap that you bought in spring is \
         back in the shop, together with two new candles.</p><p><img src=\"cid:soap\" \
         alt=\"Three bars of soap\" width=\"200\" height=\"100\"></p><p><a \
         href=\"https://lavender-lane.example/soap\">Look at the soap</a></p><p>Lavender Lane, \
         12 Mill Street, Norwich<br><a href=\"https://lavender-lane.example/u/abc\">No more of \
         these</a></p></body></html>"
            .to_owned(),
    );
    mail.pictures = vec![InlinePicture {
        id: Identifier::parse("soap").unwrap(),
        kind: PictureKind::Png,
        bytes: Arc::from([0x89_u8, b'P', b'N', b'G'].repeat(2000)),
    }];
    mail.list_id = Some(ListId {
        name: Some(HeaderText::folded("Offers of Lavender Lane")),
        id: Identifier::parse("offers.lavender-lane.example").unwrap(),
    });
    mail.unsubscribe.as_mut().unwrap().one_click =
        Some(HttpsUrl::parse("https://lavender-lane.example/u/abc").unwrap());
    mail
}

/// What a program says of the mail on its standard input.
fn says(program: &str, words: &[&str]) -> String {
    let mail = as_file(&newsletter(), SystemClock.now()).unwrap();
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&mail).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_newsletter_does_not_look_like_junk() {
    let report = says("spamassassin", &["-L", "-t"]);
    let score: f64 = report
        .lines()
        .find_map(|line| line.strip_prefix("Content analysis details:"))
        .and_then(|rest| rest.trim().strip_prefix('('))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|score| score.parse().ok())
        .unwrap_or_else(|| panic!("{report}"));
    assert!(score < 2.0, "{score}:\n{report}");
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn another_parser_finds_no_defect() {
    let program = "import sys, email\n\
                   from email import policy\n\
                   mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)\n\
                   parts = list(mail.walk())\n\
                   print(len(parts), [d for p in parts for d in p.defects], \
                   [d for h in mail.values() for d in getattr(h, 'defects', ())], \
                   ascii(mail['subject']), ascii(mail['to'].addresses[0].display_name))\n";
    assert_eq!(
        says("python3", &["-c", program]).trim(),
        "5 [] [] 'Soap is back \\u2013 f\\xfcr Zo\\xeb' 'Zo\\xeb M\\xfcller'"
    );
}
