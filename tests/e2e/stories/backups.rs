//! A copy is made, the shop changes, the copy comes back.

use anyhow::{Result, ensure};

use crate::{
    pannier::{Folder, empty_shop, story},
    shopify::{export, order, thousand_orders_of_may},
};

#[test]
#[ignore = "needs a display"]
fn a_copy_takes_the_place_of_the_shop_file() -> Result<()> {
    let imported = |folder: &Folder| {
        empty_shop(folder)?;
        folder.import("orders_export.csv", thousand_orders_of_may())
    };
    story("backups", imported, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Settings")?;
        page.press_on("button", "Back up now")?;
        page.reads("You asked for it")?;

        let late = order(7, "2026-06-04 10:00:00 +0200", "late@example.com", "99.00");
        pannier.folder.import("late.csv", export(&[late]))?;
        let restore = page.row_with("You asked for it", "Restore")?;
        page.click(&restore)?;
        page.reads("The present file is kept aside")?;
        page.press_on("button", "Restore the copy")?;
        page.reads("The copy is in place")?;
        page.reads("Replaced by a backup")?;
        let orders = pannier
            .folder
            .cli(&["--json", "orders", "--search", "late@example.com"])?;
        ensure!(
            !orders.contains("99.00"),
            "what came after the copy is gone: {orders}"
        );
        Ok(())
    })
}
