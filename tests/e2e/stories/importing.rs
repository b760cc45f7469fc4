//! A file is dropped on the window and becomes a number; a whole import is taken back.

use std::fs;

use anyhow::{Result, ensure};

use crate::{
    desk,
    driver::until,
    pannier::{Folder, PANNIER, Pannier, empty_shop, nothing, story},
    shopify::{export, order, thousand_orders_of_may},
};

/// The field's example: a thousand orders in May worth 31,000 dollars are 31 dollars each.
#[test]
#[ignore = "needs a display"]
fn a_dropped_file_becomes_the_number_on_home() -> Result<()> {
    story("drop", nothing, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        let file = pannier
            .folder
            .file("orders_export.csv", thousand_orders_of_may())?;
        desk::drag(&[&file], PANNIER, || page.reads("Drop to read these files"))?;
        page.reads("1,000 rows")?;
        page.reads("Rows as understood")?;
        page.press_on("button", "Import 1,000 orders")?;
        page.reads("1,000 new orders")?;
        page.press_on("any", "See your average order value")?;
        page.reads("May 2022")?;
        page.reads("$31.00")?;
        page.reads("$31,000.00")
    })
}

#[test]
#[ignore = "needs a display"]
fn an_empty_shop_can_count_in_the_files_currency() -> Result<()> {
    story("currency", nothing, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        drop_orders(pannier, &["30.00", "50.00"])?;
        page.reads("These orders are in EUR; this empty shop counts in USD.")?;
        page.press_on("button", "Count this shop in EUR")?;
        page.no_longer_reads("this empty shop counts in USD")?;
        page.press_on("button", "Import 2 orders")?;
        page.reads("2 new orders")?;
        page.press_on("any", "See your average order value")?;
        page.reads("€40.00")
    })
}

#[test]
#[ignore = "needs a display"]
fn what_cannot_be_read_is_named_and_the_rest_goes_in() -> Result<()> {
    story("rejected", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        drop_orders(pannier, &["30.00", "twenty", "50.00"])?;
        page.reads("1 row rejected")?;
        page.reads("twenty")?;
        page.press_on("button", "Import 2 orders")?;
        // A third of the file is more than a slip of the pen.
        page.reads("1 row was not understood")?;
        page.press_on("button", "Import the rest")?;
        page.reads("2 new orders")?;
        page.reads("1 row left out")?;

        // The same file once more changes nothing, and something else is no order export.
        drop_orders(pannier, &["30.00", "twenty", "50.00"])?;
        page.reads("Everything in these files is known already")?;
        let letter = pannier
            .folder
            .file("letter.txt", "Dear Mara,\nthe throws have arrived.\n")?;
        desk::drag(&[&letter], PANNIER, || Ok(()))?;
        page.reads("letter.txt is not used")
    })
}

#[test]
#[ignore = "needs a display"]
fn files_are_chosen_and_lists_saved_in_the_systems_dialogs() -> Result<()> {
    story("dialogs", empty_shop, |pannier| {
        let page = &pannier.page;
        let orders = [
            order(1, "2026-06-04 10:00:00 +0200", "mara@example.com", "30.00"),
            order(2, "2026-06-05 10:00:00 +0200", "jon@example.com", "fifty"),
        ];
        let file = pannier.folder.file("orders_export.csv", export(&orders))?;
        page.press_on("button", "Choose files")?;
        desk::open_file(&file)?;
        page.reads("1 row rejected")?;
        page.press_on("button", "Save the list")?;
        let list = pannier.folder.path("rejected.csv");
        desk::save_file(&list)?;
        page.reads("Saved as")?;
        let saved = fs::read_to_string(list)?;
        ensure!(saved.contains("fifty"), "the list names the value: {saved}");
        Ok(())
    })
}

#[test]
#[ignore = "needs a display"]
fn a_whole_import_is_undone() -> Result<()> {
    let imported = |folder: &Folder| {
        empty_shop(folder)?;
        folder.import("orders_export.csv", thousand_orders_of_may())
    };
    story("undo", imported, |pannier| {
        let page = &pannier.page;
        page.reads("Average order value")?;
        page.press_on("link", "Import")?;
        page.press_on("button", "Undo the import of")?;
        page.reads("1,000 orders are removed")?;
        page.press_on("button", "Undo import")?;
        page.reads("The import is undone")?;
        page.reads("Undone")?;
        page.press_on("link", "Home")?;
        page.reads("Drop your order exports here")?;
        let imports = pannier.folder.cli(&["--json", "imports"])?;
        ensure!(
            imports.contains("reverted"),
            "the command line knows it too: {imports}"
        );
        Ok(())
    })
}

#[test]
#[ignore = "needs a display"]
fn the_open_window_notices_the_command_line() -> Result<()> {
    story("other-process", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        pannier.folder.import(
            "orders_export.csv",
            export(&[
                order(1, "2026-06-04 10:00:00 +0200", "mara@example.com", "30.00"),
                order(2, "2026-06-05 10:00:00 +0200", "jon@example.com", "50.00"),
            ]),
        )?;
        page.reads("€40.00")?;
        until("the title to stay", || {
            Ok(desk::window("Wren & Willow · Pannier").ok())
        })?;
        Ok(())
    })
}

/// Drops an export with one order for each price, of June 2026.
fn drop_orders(pannier: &Pannier, prices: &[&str]) -> Result<()> {
    let orders: Vec<_> = (1001..)
        .zip(prices)
        .map(|(number, price)| {
            let placed = format!("2026-06-{:02} 10:00:00 +0200", number - 1000);
            order(
                number,
                &placed,
                &format!("buyer{number}@example.com"),
                price,
            )
        })
        .collect();
    let file = pannier.folder.path("orders_export.csv");
    fs::write(&file, export(&orders))?;
    desk::drag(&[&file], PANNIER, || Ok(()))
}
