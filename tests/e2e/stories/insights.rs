//! From the number to why it moved and to the orders; and what another threshold may change.

use anyhow::Result;

use crate::{
    driver::ENTER,
    pannier::{nothing, story},
};

#[test]
#[ignore = "needs a display"]
fn home_leads_to_the_orders_and_what_if_follows_an_assumption() -> Result<()> {
    story("insights", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.reads("Why it moved")?;
        page.press_on("any", "How we estimate")?;
        page.reads("Every estimate is worked out from your own orders")?;
        page.press_on("button", "Close")?;
        page.no_longer_reads("Every estimate is worked out from your own orders")?;

        page.press_on("link", "See the orders")?;
        page.named("heading", "Orders")?;

        page.press_on("link", "What if")?;
        page.reads("If these hold")?;
        page.write("Share of orders that top up", "40")?;
        page.press(None, ENTER)?;
        page.reads("yours")?;
        page.press_on("button", "Back to what we found")?;
        page.no_longer_reads("Back to what we found")
    })
}
