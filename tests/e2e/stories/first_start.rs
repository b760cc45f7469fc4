//! Somebody opens Pannier for the first time.

use anyhow::{Result, ensure};

use crate::{
    desk, measure,
    pannier::{nothing, story},
};

#[test]
#[ignore = "needs a display"]
fn a_first_start_asks_for_a_file_and_offers_a_sample() -> Result<()> {
    story("first-start", nothing, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        desk::window("My shop · Pannier")?;
        page.press_on("button", "Open the sample shop")?;
        page.reads("Making the sample shop")?;
        page.press_on("button", "Cancel")?;
        page.no_longer_reads("Making the sample shop")?;
        ensure!(
            !pannier
                .folder
                .path("data/sample/sample-shop.pannier")
                .exists(),
            "nothing of a sample shop that was not made is kept"
        );
        page.press_on("button", "Open the sample shop")?;
        page.reads("Average order value")?;
        page.reads("June 2026, counted four ways")?;
        page.reads("Orders to Jun 2")?;

        // It is a shop apart: the merchant's own is still there, and still empty.
        page.press_on("button", "Shop: ")?;
        page.press_on("any", "My shop")?;
        page.reads("Drop your order exports here")
    })
}

#[test]
#[ignore = "needs a display"]
fn the_number_is_there_soon_and_memory_stays_in_bounds() -> Result<()> {
    let sample = |folder: &crate::pannier::Folder| folder.cli(&["sample-shop"]).map(drop);
    story("speed", sample, |pannier| {
        pannier.page.reads("Average order value")?;
        pannier.page.reads("÷")?;
        let painted = pannier.opened.elapsed();
        let memory = measure::memory_below(pannier.page.driver_id())? / 1024;
        println!("start to the painted figure: {painted:?}; memory: {memory} MiB");
        ensure!(painted.as_secs() < 15, "the figure took {painted:?}");
        ensure!(memory < 1024, "the window takes {memory} MiB");
        Ok(())
    })
}
