//! Customers who may be one person are joined, and parted again.

use anyhow::{Result, ensure};

use crate::{
    pannier::{Folder, empty_shop, story},
    shopify::{export, order},
};

#[test]
#[ignore = "needs a display"]
fn two_customers_are_joined_and_parted_by_the_undo_of_the_message() -> Result<()> {
    let imported = |folder: &Folder| {
        empty_shop(folder)?;
        let day = "2026-06-04 10:00:00 +0200";
        let orders = [
            order(1, day, "anna.lark@gmail.com", "40.00"),
            order(2, day, "annalark@gmail.com", "60.00"),
            order(3, day, "ben@example.com", "20.00"),
        ];
        folder.import("orders_export.csv", export(&orders))
    };
    story("duplicates", imported, |pannier| {
        let page = &pannier.page;
        let joined = || {
            pannier
                .folder
                .cli(&["--json", "duplicates", "--list", "joined"])
        };
        page.press_on("link", "Likely duplicates")?;
        page.reads("Both e-mails reach one mailbox")?;
        page.press_on("button", "Join ")?;
        page.reads("is one person now")?;
        page.reads("No likely duplicates")?;
        let said = joined()?;
        ensure!(
            said.contains("annalark@gmail.com"),
            "they are joined: {said}"
        );
        page.press_on("button", "Undo")?;
        page.reads("Both e-mails reach one mailbox")?;
        let said = joined()?;
        ensure!(
            !said.contains("annalark@gmail.com"),
            "they are two again: {said}"
        );

        page.press_on("button", "Choose two to join…")?;
        page.reads("Name each by e-mail")?;
        Ok(())
    })
}
