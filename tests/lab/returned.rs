//! What comes back to the shop's own inbox: reports, people who want no more, and what somebody made
//! up. The app reads it as it always does.

use pannier_api::{
    inbox_events, poll_inbox,
    views::{InboxPolled, OutboxState, SuppressionReason},
};
use pannier_core::{HeaderText, Messenger};

use crate::{
    fault_smtp::{At, FaultSmtp, Plan, say},
    place::{Place, person},
    servers::{Lab, message, until},
};

/// Reads the inbox until so many mails were looked at.
fn polled(place: &Place, mails: u32) -> InboxPolled {
    let mut sum = InboxPolled::default();
    until(|| {
        let one = poll_inbox(&place.shop, place.account).unwrap();
        sum.mails += one.mails;
        sum.bounces += one.bounces;
        sum.unsubscribed += one.unsubscribed;
        sum.refused += one.refused;
        sum.replies += one.replies;
        (sum.mails >= mails).then_some(())
    });
    sum
}

/// What stands in a header of the one mail in somebody's mailbox, unfolded.
fn header(lab: &Lab, address: &str, name: &str) -> String {
    let raw = until(|| {
        let asked = ["EXAMINE INBOX".to_owned(), "FETCH 1 BODY[]".to_owned()];
        let heard = lab.says(address, &asked);
        heard.contains("FETCH (BODY[]").then_some(heard)
    });
    let raw = raw.replace("\r\n ", " ").replace("\r\n\t", " ");
    let begin = format!("{name}: ");
    let found = raw.lines().find_map(|line| line.strip_prefix(&begin));
    found.unwrap_or_else(|| panic!("{raw}")).to_owned()
}

/// Address and subject of the mail that a mail program writes to say no.
fn mail_to(header: &str) -> (String, String) {
    let begin = header.find("<mailto:").unwrap() + "<mailto:".len();
    let link = &header[begin..begin + header[begin..].find('>').unwrap()];
    let (address, subject) = link.split_once("?subject=").unwrap();
    (address.to_owned(), subject.to_owned())
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_message_that_came_back_ends_its_own_address_alone() {
    let people = [
        person(1, "Ann", "gone@app-returns.example", true),
        person(2, "Bo", "bo@back.example", true),
        person(3, "Cleo", "cleo@back.example", true),
    ];
    let place = Place::open("back@lavender-lane.example", "STARTTLS", &people);
    let elsewhere = Plan::at(At::Rcpt, say("550 5.1.1 no such user here"));
    let _elsewhere = FaultSmtp::open_at(place.lab.port("RETURNS_APP"), elsewhere);
    let id = place.sent();
    assert_eq!(
        place.row(id, "gone@app-returns.example").state,
        OutboxState::Sent
    );
    let came = polled(&place, 1);
    assert_eq!((came.bounces, came.refused), (1, 0), "{came:?}");
    let row = place.row(id, "gone@app-returns.example");
    assert_eq!(row.state, OutboxState::Failed);
    assert!(row.said.contains("no such user here"), "{}", row.said);
    let never = place.never();
    assert_eq!(never.len(), 1);
    assert_eq!(
        (never[0].address.as_str(), never[0].reason),
        ("gone@app-returns.example", SuppressionReason::Bounced)
    );
    // Another start does not take it for sent, and another message leaves the address out.
    let next = place.sent();
    assert_eq!(
        place.row(id, "gone@app-returns.example").state,
        OutboxState::Failed,
        "what came back stays so"
    );
    assert_eq!(
        place.row(next, "gone@app-returns.example").state,
        OutboxState::Skipped
    );
    assert_eq!(place.row(next, "bo@back.example").state, OutboxState::Sent);
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn everyone_who_wants_no_more_is_heard_however_they_say_it() {
    let names = ["subject", "plus", "word", "german", "french", "stays"];
    let address = |name: &str| format!("{name}@no-more.example");
    let people: Vec<String> = (1..)
        .zip(names)
        .map(|(number, name)| person(number, name, &address(name), true))
        .collect();
    let shop = "list@lavender-lane.example";
    let place = Place::open(shop, "TLS", &people);
    place.sent();
    let lab = &place.lab;
    let say = |name: &str, to: &str, subject: &str, text: &str| {
        let from = address(name);
        let mut mail = message(&from, to, &format!("no{name}"));
        mail.subject = HeaderText::folded(subject);
        text.clone_into(&mut mail.text);
        lab.line("TLS", &from).send(&mail, &mut || Ok(())).unwrap();
    };
    // As mail programs do it, by what stands in the header of the message that came.
    let (_, subject) = mail_to(&header(lab, &address("subject"), "List-Unsubscribe"));
    say("subject", shop, &subject, "");
    let (plus, _) = mail_to(&header(lab, &address("plus"), "List-Unsubscribe"));
    assert!(plus.starts_with("list+"), "{plus}");
    say("plus", &plus, "no subject of ours", "");
    // And as people do.
    say("word", shop, "unsubscribe", "Please take me off.\n");
    say("german", shop, "Re: Offers for german", "abmelden\n");
    say("french", shop, "désinscrire", "Merci\n");
    say(
        "stays",
        shop,
        "Re: Offers for stays",
        "Which colours are there?\n",
    );
    let came = polled(&place, 6);
    assert_eq!((came.unsubscribed, came.refused), (5, 0), "{came:?}");
    let mut never: Vec<String> = place.never().into_iter().map(|row| row.address).collect();
    never.sort();
    let mut expected: Vec<String> = names[..5].iter().map(|name| address(name)).collect();
    expected.sort();
    assert_eq!(never, expected);
    let next = place.sent();
    for row in place.rows(next) {
        let state = if row.address == address("stays") {
            OutboxState::Sent
        } else {
            OutboxState::Skipped
        };
        assert_eq!(row.state, state, "{}", row.address);
    }
}

/// A report; without an id of its own, as some servers write them, unless `headers` has one.
fn report(recipient: &str, headers: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@elsewhere.example>\n\
         To: forged@lavender-lane.example\n\
         Subject: Undelivered Mail Returned to Sender\n\
         Auto-Submitted: auto-replied\n{headers}\
         MIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n\
         --b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; elsewhere.example\n\n\
         Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b--\n"
    )
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn what_somebody_made_up_changes_nothing_and_each_report_counts_once() {
    let people = [
        person(1, "Ann", "ann@forged.example", true),
        person(2, "Bo", "bo@forged.example", true),
        person(3, "Cleo", "cleo@forged.example", true),
    ];
    let shop = "forged@lavender-lane.example";
    let place = Place::open(shop, "TLS", &people);
    let id = place.sent();
    let lab = &place.lab;
    // Of someone we never wrote to, and a token that nobody here made.
    lab.put(shop, "INBOX", &report("stranger@elsewhere.example", ""));
    let (_, subject) = mail_to(&header(lab, "ann@forged.example", "List-Unsubscribe"));
    let last = if subject.ends_with('a') { 'b' } else { 'a' };
    let forged = format!("{}{last}", &subject[..subject.len() - 1]);
    let mut mail = message("bo@forged.example", shop, "forgedk1");
    mail.subject = HeaderText::folded(&forged);
    lab.line("TLS", "bo@forged.example")
        .send(&mail, &mut || Ok(()))
        .unwrap();
    let came = polled(&place, 2);
    assert_eq!(
        (came.bounces, came.unsubscribed, came.refused),
        (0, 0, 2),
        "{came:?}"
    );
    assert!(place.never().is_empty());
    assert!(
        place
            .rows(id)
            .iter()
            .all(|row| row.state == OutboxState::Sent)
    );

    // Reports without ids, one after the other: each is a report of its own.
    for (count, name) in (1..).zip(["ann", "bo"]) {
        lab.put(
            shop,
            "INBOX",
            &report(&format!("{name}@forged.example"), ""),
        );
        let came = polled(&place, 1);
        assert_eq!(came.bounces, 1, "{name}: {came:?}");
        assert_eq!(place.never().len(), count);
    }
    assert_eq!(poll_inbox(&place.shop, place.account).unwrap().mails, 0);

    // One lay among the junk. The server numbers that folder anew: it is read from its beginning,
    // and what was read before counts no second time.
    let known = report(
        "cleo@forged.example",
        "Message-ID: <r1@elsewhere.example>\n",
    );
    lab.put(shop, "Junk", &known);
    assert_eq!(polled(&place, 1).bounces, 1);
    let before = inbox_events(&place.shop).unwrap().len();
    lab.renumber(shop, "Junk");
    let late = report(
        "cleo@forged.example",
        "Message-ID: <r2@elsewhere.example>\n",
    );
    lab.put(shop, "Junk", &known);
    lab.put(shop, "Junk", &late);
    let again = polled(&place, 2);
    assert_eq!((again.mails, again.bounces), (2, 1), "{again:?}");
    assert_eq!(inbox_events(&place.shop).unwrap().len(), before + 1);
    assert_eq!(place.never().len(), 3);
}
