//! How the number is calculated, and another way to calculate it.

use anyhow::{Result, ensure};

use crate::pannier::{nothing, story};

#[test]
#[ignore = "needs a display"]
fn the_sheet_explains_the_number_and_changes_it() -> Result<()> {
    story("formula", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("Average order value")?;
        page.press_on("any", "How is this calculated?")?;
        page.reads("How this number is calculated")?;
        page.reads("Revenue divided by orders")?;
        page.reads_one_of(&["add up to the cent", "Both count the same orders"])?;
        let before = page.words()?;
        page.press_on("any", "Everything they paid")?;
        crate::driver::until("other figures", || {
            Ok((page.words()? != before).then_some(()))
        })?;
        page.press_on("button", "Close")?;
        page.no_longer_reads("How this number is calculated")?;
        ensure!(page.words()?.contains("÷"), "Home still shows an equation");
        Ok(())
    })
}
