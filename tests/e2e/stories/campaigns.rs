//! A flash offer on what people noted: composed, checked, sent to five hundred of the best customers,
//! and measured when later orders come in.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::Value;

use crate::{
    axe,
    driver::{Session, until},
    pannier::{Folder, empty_shop, story},
    shopify::{Order, export, order},
    sink,
};

/// People who spend much and noted a product.
const BEST: u32 = 560;
/// Everyone.
const ALL: u32 = 2_800;

const LINES: &str =
    "return document.querySelectorAll('[data-testid=composer-outline] [role=option]').length";
const FRAME: &str = "return document.querySelector('[data-testid=mail-frame]') !== null";
const GETS: &str = "return document.querySelector('[data-testid=happens-gets]').textContent";
const SENT: &str = "const rows = [...document.querySelectorAll('[data-testid=result-went] li')];
    const sent = rows.find((row) => row.querySelector('.dot.sent'));
    return sent ? sent.querySelector('b').textContent : '';";
const ADD_CODES: &str = "const field = document.querySelector('[data-testid=codes-text]');
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

fn address(n: u32) -> String {
    format!("reader{n}@example.com")
}

/// A shop in which one of five spends much, and noted a tray that they did not buy.
fn a_shop(folder: &Folder) -> Result<()> {
    empty_shop(folder)?;
    let post = "Lindenweg 4, Hamburg";
    folder.cli(&[
        "accounts",
        "identity",
        "--name",
        "Wren & Willow",
        "--post",
        post,
    ])?;
    let port = sink::open()?.to_string();
    folder.cli(&[
        "accounts",
        "add",
        "hello@wren.example",
        "--plain",
        "--host",
        "127.0.0.1",
        "--port",
        &port,
        "--per-day",
        "2000",
        "--connections",
        "4",
    ])?;
    let first = (1..=ALL).map(|n| {
        let price = if n <= BEST { "180.00" } else { "30.00" };
        let mut order = order(n, "2026-06-28 12:00:00 +0200", &address(n), price);
        if n > BEST {
            // What the others noted.
            order.lines = vec![("Oak tray".to_owned(), 1, price.to_owned())];
        }
        order
    });
    // Whose orders are worth more is told from those who came again.
    let days = ["2026-05-10 12:00:00 +0200", "2026-06-10 12:00:00 +0200"];
    let again = days.iter().zip([20_000, 30_000]).flat_map(|(day, from)| {
        (1..=BEST).map(move |n| order(from + n, day, &address(n), "180.00"))
    });
    let orders: Vec<Order> = first.chain(again).collect();
    folder.import("orders.csv", export(&orders))?;
    let mut people =
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n".to_owned();
    let mut noted = "customer e-mail,product,kind,time\n".to_owned();
    for n in 1..=ALL {
        let email = address(n);
        writeln!(people, "'{n},Reader,No{n},{email},yes,")?;
        if n <= BEST {
            writeln!(noted, "{email},Oak tray,wishlist,2026-06-20 12:00:00 +0200")?;
        }
    }
    folder.import("customers.csv", people)?;
    folder.import("noted.csv", noted)
}

/// Orders of the days after the mail, of one in eight who noted something.
fn later() -> String {
    let orders = (1..=BEST).filter(|n| n % 8 == 0).map(|n| {
        order(
            10_000 + n,
            "2026-07-01 11:00:00 +0200",
            &address(n),
            "95.00",
        )
    });
    export(&orders.collect::<Vec<_>>())
}

fn step(page: &Session, name: &str) -> Result<()> {
    let script = "document.querySelector(`[data-testid=campaign-step-${arguments[0]}]`).click()";
    page.execute::<Value>(script, &Value::from(name))?;
    Ok(())
}

#[test]
#[ignore = "needs a display"]
fn an_offer_on_what_they_noted_goes_to_the_best_customers_and_is_measured() -> Result<()> {
    story("campaigns", a_shop, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Campaigns")?;
        page.reads("No campaigns yet")?;
        axe::check(page, "campaigns-none")?;
        page.press_on("button", "New campaign")?;
        page.reads("people would get it now")?;
        axe::check(page, "campaigns-kinds")?;
        let begin = "document.querySelector('[data-testid=campaign-kind-flashOffer]').click()";
        page.execute::<Value>(begin, &Value::Null)?;

        page.reads("Who gets it")?;
        let rules = "wishlisted anything in the last 90 days and high-value";
        page.write("And whoever fits this sentence", rules)?;
        page.reads("Of 560 in all")?;
        axe::check(page, "campaigns-audience")?;

        step(page, "offer")?;
        page.choose("Which code", "a code for each, from your list")?;
        page.press_on("button", "Add codes")?;
        let codes: String = (0..600).fold(String::new(), |mut codes, n| {
            let _ = writeln!(codes, "NOTED-{n:04}");
            codes
        });
        page.execute::<Value>(ADD_CODES, &Value::from(codes))?;
        page.press_on("button", "Add the codes")?;
        page.reads("600 of 600 codes are free.")?;
        axe::check(page, "campaigns-offer")?;

        step(page, "message")?;
        page.reads("1 of 560")?;
        until("the mail in its frame", || {
            Ok(page.execute::<bool>(FRAME, &Value::Null)?.then_some(()))
        })?;
        let before: u64 = page.execute(LINES, &Value::Null)?;
        page.press_on("button", "Pay later")?;
        until("one block more", || {
            Ok((page.execute::<u64>(LINES, &Value::Null)? == before + 1).then_some(()))
        })?;
        page.press_on("button", "Undo")?;
        until("as it was", || {
            Ok((page.execute::<u64>(LINES, &Value::Null)? == before).then_some(()))
        })?;
        page.press_on("button", "Next person")?;
        page.reads("2 of 560")?;
        axe::check(page, "campaigns-compose")?;

        step(page, "check")?;
        page.reads("No test of it as it is now was sent yet.")?;
        page.press_on("button", "Send test")?;
        page.reads("Ready to send.")?;
        axe::check(page, "campaigns-check")?;
        step(page, "send")?;
        page.reads("Compare two mails")?;
        axe::check(page, "campaigns-settings")?;
        page.press_on("button", "Send…")?;
        // Who is held back is drawn by the key of this very shop: what was said before is what is sent.
        let shown: String = page.execute(GETS, &Value::Null)?;
        let gets: u32 = shown.parse()?;
        assert!((440..560).contains(&gets), "nine of ten of 560: {gets}");
        page.reads(&format!(
            "{gets} people get it, once, from hello@wren.example"
        ))?;
        axe::check(page, "campaigns-last-look")?;
        page.press_on("button", &format!("Send to {gets} people"))?;
        page.reads("Still counting")?;
        page.reads("Where the 560 people went")?;
        until("everyone’s mail sent", || {
            let sent: String = page.execute(SENT, &Value::Null)?;
            Ok((sent == shown).then_some(()))
        })?;
        axe::check(page, "campaigns-counting")?;

        pannier.folder.import("later.csv", later())?;
        page.reads("Orders that may have come of it")
    })
}
