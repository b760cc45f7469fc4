//! A file that no platform writes is read by what the merchant says of its columns.

use anyhow::{Result, ensure};

use crate::{
    desk,
    driver::{DOWN, ENTER},
    pannier::{PANNIER, Pannier, empty_shop, story},
    stall,
};

fn drop_file(pannier: &Pannier, name: &str, text: String) -> Result<()> {
    let file = pannier.folder.file(name, text)?;
    desk::drag(&[&file], PANNIER, || Ok(()))
}

#[test]
#[ignore = "needs a display"]
fn an_unknown_file_becomes_a_number_and_the_next_one_is_read_the_same_way() -> Result<()> {
    story("mapping", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        drop_file(pannier, "till.csv", stall::slips(1, 40))?;
        page.reads("till.csv is not used.")?;
        page.press_on("button", "Say what its columns mean")?;
        page.reads("Say which column is the order number")?;
        // Another kind of file has other columns; back again, the suggestions are those of before.
        page.choose("What the file holds", "products")?;
        page.no_longer_reads("Say which column is the order number")?;
        page.choose("What the file holds", "orders")?;
        page.reads("Say which column is the order number")?;
        page.press_on("button", "What “Slip” means")?;
        page.write("Find a meaning", "order number")?;
        page.press_on("option", "Order number")?;
        page.reads("40 orders come out")?;
        page.write("Name", "Till of the market")?;
        page.press_on("button", "Use these columns")?;
        page.reads("kept as “Till of the market”")?;
        page.press_on("button", "Import 40 orders")?;
        page.reads("40 new orders")?;
        page.press_on("any", "See your average order value")?;
        page.reads("€40.00")?;
        page.reads("€1,600.00")?;

        drop_file(pannier, "till-july.csv", stall::slips(41, 5))?;
        page.reads("Your columns")?;
        page.press_on("button", "Import 5 orders")?;
        page.reads("5 new orders")?;

        page.press_on("link", "Settings")?;
        page.reads("Till of the market")?;
        let kept = pannier.folder.cli(&["--json", "mappings"])?;
        ensure!(
            kept.contains("Till of the market"),
            "the command line knows it too: {kept}"
        );
        let delete = page.row_with("Till of the market", "Delete")?;
        page.click(&delete)?;
        page.press_on("button", "Delete")?;
        page.reads("Nothing kept yet")
    })
}

#[test]
#[ignore = "needs a display"]
fn columns_are_said_without_a_pointer_and_are_there_again_after_going_back() -> Result<()> {
    story("mapping-keys", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        drop_file(pannier, "till.csv", stall::slips(1, 40))?;
        page.reads("till.csv is not used.")?;
        page.tab_to("button Say what its columns mean")?;
        page.press(None, ENTER)?;
        page.reads("Say which column is the order number")?;
        page.tab_to("button What “Slip” means")?;
        page.press(None, DOWN)?;
        page.reads("The platform’s own order id")?;
        page.press(None, "order number")?;
        page.press(None, ENTER)?;
        page.reads("40 orders come out")?;
        page.tab_to("button Back")?;
        page.press(None, ENTER)?;
        page.reads("till.csv is not used.")?;
        page.tab_to("button Say what its columns mean")?;
        page.press(None, ENTER)?;
        page.reads("40 orders come out")?;
        page.tab_to("button Use these columns")?;
        page.press(None, ENTER)?;
        page.reads("Import 40 orders")?;
        page.tab_to("button Import 40 orders")?;
        page.press(None, ENTER)?;
        page.reads("40 new orders")
    })
}

#[test]
#[ignore = "needs a display"]
fn the_columns_of_a_platform_that_nobody_has_seen_are_checked_once() -> Result<()> {
    story("mapping-ebay", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        drop_file(pannier, "ebay.csv", stall::ebay())?;
        page.reads("Pannier has not yet seen a file of eBay.")?;
        page.reads("Check the columns first")?;
        page.press_on("button", "Check the columns")?;
        // The report writes $ and names no currency; this shop counts in euros.
        page.reads("The amount is written with $")?;
        page.reads("3 rows rejected")?;
        page.choose("Currency where the file names none", "USD – US Dollar")?;
        page.reads("3 orders come out")?;
        page.press_on("button", "Use these columns")?;
        page.press_on("button", "Import 3 orders")?;
        page.reads("3 new orders")
    })
}
