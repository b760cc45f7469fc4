//! What sells: from a product to the orders behind its figures, and its picture from the shop's site.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{
    axe, desk,
    driver::{ALT, DOWN, ENTER, ESCAPE, Session, UP, until},
    pannier::{Folder, empty_shop, nothing, story},
    site,
};

/// In how many orders the open product is, as its panel says it.
const IN_ORDERS: &str =
    "return document.querySelector('[data-testid=products-product-orders]').innerText";
/// How many orders are listed.
const LISTED: &str = "return document.querySelector('[data-testid=orders-total]')?.innerText ?? ''";
/// The pictures in the list that are really there.
const PICTURES: &str = "return [...document.querySelectorAll('[role=row] img')]
    .filter((one) => one.complete && one.naturalWidth > 0).length";

#[test]
#[ignore = "needs a display"]
fn a_product_leads_to_its_orders_without_a_pointer() -> Result<()> {
    story("products", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Products")?;
        page.reads("89 products")?;
        until("the sample’s pictures", || {
            Ok((page.execute::<u64>(PICTURES, &Value::Null)? > 5).then_some(()))
        })?;
        axe::check(page, "products")?;
        page.write("Search products", "tea tow")?;
        page.no_longer_reads("89 products")?;
        page.tab_to("grid Products")?;
        page.press(None, DOWN)?;
        page.press(None, ENTER)?;
        page.reads("Pieces over time")?;
        page.reads("All orders: €")?;
        page.reads("times what chance would give")?;
        page.reads("also had")?;
        axe::check(page, "products-product")?;
        a_reason_counts_up(page)?;
        page.press(None, ESCAPE)?;
        page.no_longer_reads("Pieces over time")?;
        page.tab_to("grid Products")?;
        page.press(None, ENTER)?;
        page.reads("Pieces over time")?;

        let said: String = page.execute(IN_ORDERS, &Value::Null)?;
        let orders = said
            .strip_prefix("In ")
            .context("the panel says in how many orders it is")?;
        page.press_on("link", &said)?;
        until("as many orders as the product says", || {
            let listed: String = page.execute(LISTED, &Value::Null)?;
            Ok((listed == orders).then_some(()))
        })
    })
}

/// Opens the orders behind the first suggestion: as many as its reason says.
fn a_reason_counts_up(page: &Session) -> Result<()> {
    const SAID: &str = "return document.querySelector('[data-testid=products-suggested-goesWith] .link').innerText";
    let link: String = page.execute(SAID, &Value::Null)?;
    page.press_on("button", &link)?;
    page.reads("with both")?;
    counts_up(page, &link)?;
    page.press(None, ESCAPE)?;
    page.no_longer_reads("with both")
}

/// As many orders behind a reason as the link to them says.
fn counts_up(page: &Session, link: &str) -> Result<()> {
    const ROWS: &str = "return document.querySelectorAll('[data-testid=suggestions-order]').length";
    let orders = link
        .split(' ')
        .nth(2)
        .and_then(|number| number.parse().ok());
    let orders: u64 = orders.with_context(|| format!("“{link}” says how many"))?;
    until("an order for each, of the first page", || {
        let rows: u64 = page.execute(ROWS, &Value::Null)?;
        Ok((rows == orders.min(25)).then_some(()))
    })
}

#[test]
#[ignore = "needs a display"]
fn suggestions_are_proven_ruled_offered_and_handed_over() -> Result<()> {
    const OFFERED: &str =
        "return document.querySelector('[data-testid=customers-offered] .link')?.innerText ?? ''";
    const WHICH: &str = "return [...document.querySelectorAll('[data-testid=rules-rule]')]
        .map((row) => row.querySelector('[data-testid=rules-which]').value).join(' ')";
    story("suggestions", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Products")?;
        page.press_on("tab", "Suggestions")?;
        page.reads("Your last four weeks, foretold")?;
        page.reads("Extra pieces in an order")?;
        page.reads("was chosen by what would have foretold")?;
        axe::check(page, "suggestions")?;

        // A rule is added, filled in, moved up and taken away again, by the keys.
        let which = |wanted: &str| {
            until("the rules in their order", || {
                let now: String = page.execute(WHICH, &Value::Null)?;
                Ok((now == wanted).then_some(()))
            })
        };
        which("giftCards soldOut owned")?;
        page.press_on("button", "Add a rule")?;
        page.press_on("menuitem", "Never show a category")?;
        page.reads("Fill in the words in dashes")?;
        page.press(None, "cand")?;
        page.reads("Candles")?;
        page.press(None, ENTER)?;
        page.no_longer_reads("Fill in the words in dashes")?;
        page.press(Some(ALT), UP)?;
        which("giftCards soldOut category owned")?;
        axe::check(page, "suggestions-rules")?;
        page.press_on("button", "Hand over to your shop")?;
        page.reads("Try it with one product")?;
        axe::check(page, "suggestions-file")?;
        page.press_on("button", "Save the file to try")?;
        let to_try = pannier.folder.path("to-try.csv");
        desk::save_file(&to_try)?;
        page.reads("1 product with suggestions are in")?;
        let held = fs::read_to_string(&to_try)?;
        ensure!(held.lines().count() == 2, "a head and one product: {held}");
        page.press_on("checkbox", "It showed its suggestions")?;
        page.no_longer_reads("Save the file to try")?;
        page.press_on("button", "Save the file")?;
        let whole = pannier.folder.path("whole.csv");
        desk::save_file(&whole)?;
        page.no_longer_reads("How to load it")?;
        ensure!(
            fs::read_to_string(&whole)?.lines().count() > 60,
            "a row for each product"
        );

        page.press_on("link", "Customers")?;
        page.reads("12 months")?;
        // A row that still waits for its customer opens nobody.
        let first = "const row = document.querySelector('[role=row][aria-rowindex=\"2\"]'); \
                     const named = (row?.innerText ?? '').trim() !== ''; \
                     if (named) row.click(); \
                     return named";
        until("the first of the customers", || {
            let is_there: bool = page.execute(first, &Value::Null)?;
            Ok(is_there.then_some(()))
        })?;
        page.reads("What to offer next")?;
        let link = until("a reason that can be opened", || {
            let link: String = page.execute(OFFERED, &Value::Null)?;
            Ok((!link.is_empty()).then_some(link))
        })?;
        axe::check(page, "customers-offers")?;
        let press = "document.querySelector('[data-testid=customers-offered] .link').click()";
        page.execute::<Value>(press, &Value::Null)?;
        counts_up(page, &link)
    })
}

#[test]
#[ignore = "needs a display"]
fn a_pair_counts_up_to_the_orders_that_hold_it() -> Result<()> {
    const HELD: &str =
        "return document.querySelector('[data-testid=set-sheet] section p').innerText";
    const ROWS: &str = "return document.querySelectorAll('[data-testid=set-order]').length";
    story("products-together", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Products")?;
        page.press_on("tab", "Sold together")?;
        page.reads("Tea towels, set of two")?;
        page.press_on("button", "Linen apron")?;
        page.reads("What your orders say")?;
        let said: String = page.execute(HELD, &Value::Null)?;
        let held: u64 = said
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok())
            .with_context(|| format!("“{said}” begins with a number"))?;
        until("an order for each", || {
            let rows: u64 = page.execute(ROWS, &Value::Null)?;
            Ok((rows == held).then_some(()))
        })
    })
}

#[test]
#[ignore = "needs a display"]
fn pictures_come_from_the_shops_site_when_they_are_asked_for() -> Result<()> {
    let at = site::open()?;
    let file = format!(
        "Handle,Title,Vendor,Variant SKU,Variant Price,Image Src,Status\n\
         throw,Linen throw,Wren,LT-1,52.00,{at}/throw.png,active\n\
         cover,Cushion cover,Wren,CC-2,24.00,{at}/throw.png?size=2,active\n\
         lamp,Bedside lamp,Wren,BL-3,64.00,{at}/gone.png,active\n"
    );
    let before = |folder: &Folder| {
        empty_shop(folder)?;
        folder.import("products_export.csv", file)
    };
    story("pictures", before, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Products")?;
        page.reads("No orders yet")?;
        page.reads("3 product pictures are on 127.0.0.1")?;
        axe::check(page, "pictures-offered")?;
        page.press_on("button", "Fetch them")?;
        page.reads("2 pictures came. 1 could not be had.")?;
        until("two pictures", || {
            Ok((page.execute::<u64>(PICTURES, &Value::Null)? == 2).then_some(()))
        })?;
        page.press_on("button", "See which")?;
        page.reads("Bedside lamp")?;
        page.reads("/gone.png")?;
        axe::check(page, "pictures-failed")?;
        page.press(None, ENTER)?;
        page.no_longer_reads("/gone.png")
    })
}
