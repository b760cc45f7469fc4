//! A group of people in sentences: built by clicks and keys, saved, frozen, handed over, deleted
//! and brought back.

use std::fs;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    axe, desk,
    driver::{CONTROL, ENTER, until},
    pannier::{nothing, story},
};

/// The number of people who match.
const COUNT: &str =
    "return document.querySelector('[data-testid=segments-count]')?.innerText ?? ''";

#[test]
#[ignore = "needs a display"]
fn a_segment_is_built_saved_frozen_handed_over_deleted_and_brought_back() -> Result<()> {
    story("segments", nothing, |pannier| {
        let page = &pannier.page;
        let count = || page.execute::<String>(COUNT, &Value::Null);
        let other_than = |before: &str| {
            until(&format!("another number than {before}"), || {
                Ok(Some(count()?).filter(|now| now != before && !now.is_empty()))
            })
        };
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press(Some(CONTROL), "4")?;
        page.reads("Everyone, until you add a rule")?;
        let everyone = other_than("")?;

        // A rule from the menu, by keys: the amount in it has the focus at once.
        page.tab_to("button Add a rule")?;
        page.press(None, ENTER)?;
        page.press_on("menuitem", "Amount spent")?;
        page.press(None, "60")?;
        page.press(None, ENTER)?;
        let spent = other_than(&everyone)?;
        page.press_on("button", "Add an “or” group")?;
        let grouped = other_than(&spent)?;
        ensure!(grouped != everyone, "the group leaves fewer");
        page.press_on("button", "As a sentence")?;
        page.reads("Copy it to hand it on")?;
        let sentence: String = page.execute(
            "return document.querySelector('textarea').value",
            &Value::Null,
        )?;
        ensure!(
            sentence
                == "spent at least 60 in the last 12 months and (orders at least 2 or spent at least 100.00 in the last 12 months)",
            "{sentence}"
        );
        page.press_on("button", "Use this sentence")?;
        page.reads("Add a rule")?;
        page.write("Name", "Good and loyal")?;
        page.press(Some(CONTROL), ENTER)?;
        page.reads("Good and loyal is saved")?;
        axe::check(page, "segments-saved")?;

        page.press_on("tab", "Over time")?;
        page.reads("Average order by month")?;
        axe::check(page, "segments-over-time")?;
        page.press_on("tab", "Overlap")?;
        page.reads("how many are in both")?;
        axe::check(page, "segments-overlap")?;
        page.press_on("tab", "Frozen lists")?;
        page.press_on("button", "Freeze today’s list")?;
        page.reads("Still in")?;
        page.reads(&format!("{grouped} people"))?;
        axe::check(page, "segments-frozen")?;

        page.press_on("button", "Hand over")?;
        page.press_on("menuitem", "CSV file")?;
        page.reads("will be in the file")?;
        axe::check(page, "segments-hand-over")?;
        let file = pannier.folder.path("people.csv");
        page.press_on("button", "Save the file")?;
        desk::save_file(&file)?;
        page.reads("are in")?;
        let written = fs::read_to_string(&file)?;
        ensure!(
            written.contains('@') && written.lines().count() > 20,
            "{written}"
        );

        page.press_on("button", "Delete segment")?;
        page.reads("Good and loyal is deleted")?;
        page.press_on("button", "Undo")?;
        page.reads("Good and loyal is back")?;
        ensure!(other_than(&everyone)? == grouped, "as it was");
        page.press_on("tab", "Frozen lists")?;
        page.reads("Still in")
    })
}
