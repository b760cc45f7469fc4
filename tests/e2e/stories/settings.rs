//! The shop's name, and how the window looks.

use anyhow::Result;
use serde_json::Value;

use crate::{
    desk,
    driver::until,
    pannier::{empty_shop, story},
};

#[test]
#[ignore = "needs a display"]
fn a_shop_is_renamed_and_the_window_turns_dark() -> Result<()> {
    story("settings", empty_shop, |pannier| {
        let page = &pannier.page;
        desk::window("Wren & Willow · Pannier")?;
        page.press_on("link", "Settings")?;
        page.write("Name", "Lamp and Lantern")?;
        page.press_on("button", "Save changes")?;
        page.reads("Saved")?;
        desk::window("Lamp and Lantern · Pannier")?;

        page.press_on("any", "Dark")?;
        let theme = "return document.documentElement.dataset.theme ?? ''";
        until("the dark theme", || {
            let theme: String = page.execute(theme, &Value::Null)?;
            Ok((theme == "dark").then_some(()))
        })
    })
}

#[test]
#[ignore = "needs a display"]
fn a_second_shop_has_its_own_file() -> Result<()> {
    story("second-shop", empty_shop, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Shop: Wren & Willow")?;
        page.press_on("any", "New shop")?;
        page.write("Name of the shop", "Harbour Candles")?;
        page.press_on("button", "Make the shop")?;
        page.reads("Harbour Candles is ready")?;
        desk::window("Harbour Candles · Pannier")?;
        page.press_on("button", "Shop: Harbour Candles")?;
        page.press_on("any", "Wren & Willow")?;
        desk::window("Wren & Willow · Pannier").map(drop)
    })
}
