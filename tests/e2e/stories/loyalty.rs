//! A loyalty programme from the first try to a reward that was used: tried on past orders, switched
//! on, followed through a month with refunds, points spent, codes written, and the order that
//! carries one.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{
    axe, desk,
    driver::{CONTROL, ENTER},
    pannier::{PANNIER, Pannier, empty_shop, story},
    shopify::{Order, export, order},
};

const MAY: &str = "2026-05-04 12:00:00 +0200";
const JUNE: &str = "2026-06-08 12:00:00 +0200";

/// Ada has eleven orders of 120, Bea nine; Cleo stays below the threshold.
fn may() -> Vec<Order> {
    let of = |numbers: std::ops::RangeInclusive<u32>, email: &'static str| {
        numbers.map(move |number| order(number, MAY, email, "120.00"))
    };
    of(1..=11, "ada@example.com")
        .chain(of(12..=20, "bea@example.com"))
        .chain([order(21, MAY, "cleo@example.com", "95.00")])
        .collect()
}

/// Drops a file on the window and imports it.
fn import(pannier: &Pannier, name: &str, orders: &[Order], button: &str) -> Result<()> {
    let page = &pannier.page;
    let file = pannier.folder.file(name, export(orders))?;
    desk::drag(&[&file], PANNIER, || Ok(()))?;
    page.press_on("button", button)?;
    page.reads("new order")
}

#[test]
#[ignore = "needs a display"]
fn a_programme_is_tried_switched_on_and_its_first_reward_used() -> Result<()> {
    let before = |folder: &crate::pannier::Folder| {
        empty_shop(folder)?;
        folder.import("may.csv", export(&may()))
    };
    story("loyalty", before, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Loyalty")?;
        page.reads("A programme to begin with")?;
        page.reads("21 orders")?;
        // What it would have given, before anything is kept.
        page.reads("Orders from there on")?;
        page.reads("200")?;
        axe::check(page, "loyalty-begin")?;
        page.press_on("button", "How this is worked out")?;
        page.reads("Month by month")?;
        axe::check(page, "loyalty-how")?;
        page.press_on("button", "Close")?;
        page.choose("Orders count", "from 1 January 2026")?;
        page.press(Some(CONTROL), ENTER)?;
        page.reads("The programme runs")?;
        page.reads("Running")?;
        page.reads("One order away")?;
        axe::check(page, "loyalty")?;

        // A month with a refund: one order of Ada's is paid back, and a new one earns.
        let refunded = Order {
            status: "refunded".to_owned(),
            refunded: "120.00".to_owned(),
            ..may()[0].clone()
        };
        let bought = order(30, JUNE, "ada@example.com", "150.00");
        import(pannier, "june.csv", &[refunded, bought], "Import 2 orders")?;
        page.press_on("link", "Loyalty")?;
        page.reads("Taken back for order #1")?;

        // By the keys: the first member, and their points for a code.
        page.press_on("radio", "Members")?;
        page.reads("2 members")?;
        axe::check(page, "loyalty-members")?;
        page.press(None, "j")?;
        page.press(None, ENTER)?;
        page.reads("Points to use")?;
        page.reads("ada@example.com")?;
        axe::check(page, "loyalty-person")?;
        page.press_on("button", "Use points")?;
        page.reads("110 points to use")?;
        axe::check(page, "loyalty-redeem")?;
        page.press_on("button", "Make the code")?;
        page.reads("The code is made")?;
        let code: String = page.execute(
            "return document.querySelector('[data-testid=loyalty-new-code]').innerText",
            &Value::Null,
        )?;
        ensure!(code.len() == 10, "{code}");
        page.press_on("button", "Done")?;

        // The code goes to the shop in a file.
        page.press_on("radio", "Codes")?;
        page.reads("To be used")?;
        axe::check(page, "loyalty-codes")?;
        page.press_on("button", "Write codes to a file")?;
        page.reads("1 code")?;
        axe::check(page, "loyalty-codes-dialog")?;
        let file = pannier.folder.path("codes.csv");
        page.press_on("button", "Write the file")?;
        desk::save_file(&file)?;
        page.reads("1 code is in")?;
        let written = fs::read_to_string(&file).context("the file of codes")?;
        ensure!(written.contains(&code), "{written}");

        // And comes back in an order, typed as people type: that closes it.
        let with_code = Order {
            code: code.to_lowercase(),
            discount: "30.00".to_owned(),
            total: "90.00".to_owned(),
            ..order(31, "2026-06-20 12:00:00 +0200", "ada@example.com", "120.00")
        };
        import(pannier, "july.csv", &[with_code], "Import 1 order")?;
        page.press_on("link", "Loyalty")?;
        page.press_on("radio", "Codes")?;
        page.reads("Nothing is odd about the codes")?;
        page.press_on("radio", "Members")?;
        page.reads("2 members")?;
        // Bea has more now, and stands first.
        page.press(None, "j")?;
        page.press(None, "j")?;
        page.press(None, ENTER)?;
        page.reads("Used on order #31")
    })
}
