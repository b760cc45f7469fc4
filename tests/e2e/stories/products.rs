//! What sells: from a product to the orders behind its figures, and its picture from the shop's site.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    axe,
    driver::{DOWN, ENTER, ESCAPE, Session, until},
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
    const ROWS: &str =
        "return document.querySelectorAll('[data-testid=products-order-behind]').length";
    let link: String = page.execute(SAID, &Value::Null)?;
    page.press_on("button", &link)?;
    page.reads("with both")?;
    let orders = link
        .split(' ')
        .nth(2)
        .and_then(|number| number.parse().ok());
    let orders: u64 = orders.with_context(|| format!("“{link}” says how many"))?;
    until("an order for each, of the first page", || {
        let rows: u64 = page.execute(ROWS, &Value::Null)?;
        Ok((rows == orders.min(25)).then_some(()))
    })?;
    page.press(None, ESCAPE)?;
    page.no_longer_reads("with both")
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
