//! A message to everyone who agreed to it: an account on this computer, the people it reaches, the
//! one whom the mail server does not know, and what is remembered of them.

use anyhow::Result;
use serde_json::Value;

use crate::{
    axe,
    driver::{ESCAPE, until},
    pannier::{Folder, empty_shop, story},
    shopify::{export, order},
    sink,
};

const PEOPLE: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n\
    '1,Ada,Moss,ada@example.com,yes,\n\
    '2,Bea,Holt,bea@example.com,yes,\n\
    '3,Cleo,Reed,cleo@example.com,no,\n\
    '4,Dora,Gill,gone@example.com,yes,\n";

fn a_few_people(folder: &Folder) -> Result<()> {
    empty_shop(folder)?;
    let placed = "2026-06-08 12:00:00 +0200";
    let orders = ["ada", "bea", "cleo", "gone"].iter().zip(1_u32..);
    let orders = orders.map(|(name, n)| order(n, placed, &format!("{name}@example.com"), "40.00"));
    folder.import("orders.csv", export(&orders.collect::<Vec<_>>()))?;
    folder.import("customers.csv", PEOPLE)
}

#[test]
#[ignore = "needs a display"]
fn a_message_reaches_those_who_agreed_and_the_unknown_address_is_remembered() -> Result<()> {
    const OPEN: &str = "document.querySelector('[data-testid=sending-people-row]').click()";
    story("sending", a_few_people, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Campaigns")?;
        page.press_on("radio", "Messages")?;
        page.reads("First say which mail address messages go out from")?;
        axe::check(page, "campaigns-begin")?;
        sink::account(page, sink::open()?)?;
        axe::check(page, "mail-account-works")?;
        page.press_on("button", "Done")?;
        page.reads("of 450 messages")?;
        axe::check(page, "settings-mail")?;

        page.press_on("link", "Campaigns")?;
        page.press_on("radio", "Messages")?;
        page.press_on("button", "New message")?;
        page.reads("They never agreed to get mail")?;
        page.choose("Share held back", "nobody")?;
        page.write("Subject", "Hello {{ first_name }}")?;
        page.write("Text", "Three things for you.")?;
        page.reads("Hello Ada")?;
        axe::check(page, "campaigns-message")?;
        page.press_on("button", "Send to 3 people…")?;
        page.reads("3 people get it, once, from hello@wren.example")?;
        axe::check(page, "campaigns-send")?;
        page.press_on("button", "Send to 3 people")?;
        page.reads("Finished")?;
        page.reads("went out to 2 people")?;
        axe::check(page, "campaigns-sent")?;

        // The one that the server does not know, with its words.
        page.press_on("button", "Failed")?;
        page.reads("Show everyone")?;
        until("the one who failed", || {
            let rows =
                "return document.querySelectorAll('[data-testid=sending-people-row]').length";
            let rows: u64 = page.execute(rows, &Value::Null)?;
            Ok((rows == 1).then_some(()))
        })?;
        page.execute::<Value>(OPEN, &Value::Null)?;
        page.reads("550 5.1.1 No such user here")?;
        axe::check(page, "campaigns-failed")?;
        page.press_on("link", "Open the customer")?;
        page.reads("Nothing is sent to this address.")?;
        axe::check(page, "customers-mail")?;
        page.press(None, ESCAPE)?;

        page.press_on("link", "Campaigns")?;
        page.press_on("radio", "Never written to")?;
        page.reads("gone@example.com")?;
        page.reads("Bounced")?;
        axe::check(page, "campaigns-never")?;
        page.press_on("button", "Add an address")?;
        page.write("Address", "press@example.com")?;
        page.press_on("button", "Add to the list")?;
        page.reads("press@example.com is not written to any more")?;
        page.press_on("button", "Take press@example.com off the list")?;
        page.reads("press@example.com may be written to again")?;
        page.press_on("radio", "What came back")?;
        page.reads("No inbox is read")?;
        axe::check(page, "campaigns-back")
    })
}
