//! A person who uses no pointer.

use anyhow::Result;

use crate::{
    driver::{CONTROL, DOWN, ENTER, ESCAPE},
    pannier::{nothing, story},
};

#[test]
#[ignore = "needs a display"]
fn everything_is_reached_without_a_pointer() -> Result<()> {
    story("keyboard", nothing, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        page.tab_to("button Open the sample shop")?;
        page.press(None, ENTER)?;
        page.reads("Average order value")?;

        page.press(Some(CONTROL), "k")?;
        page.reads("Go to")?;
        page.press(None, "orders")?;
        page.press(None, ENTER)?;
        page.named("textbox", "Search orders")?;
        page.tab_to("grid Orders")?;
        page.press(None, DOWN)?;
        page.press(None, ENTER)?;
        page.reads("Items before discounts")?;
        page.press(None, ESCAPE)?;
        page.no_longer_reads("Items before discounts")?;

        page.press(Some(CONTROL), "k")?;
        page.press(None, "settings")?;
        page.press(None, ENTER)?;
        page.reads("Back up now")
    })
}
