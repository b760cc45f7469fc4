//! Who customers are: from a part of the map to its people, and from a name to one of them.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    axe,
    driver::{ENTER, ESCAPE, until},
    pannier::{nothing, story},
};

/// The name in the first row of the list.
const FIRST_NAME: &str =
    "return document.querySelector('[role=row][aria-rowindex=\"2\"] bdi').innerText";

#[test]
#[ignore = "needs a display"]
fn a_part_of_the_map_leads_to_its_people_and_a_name_to_one_of_them() -> Result<()> {
    story("customers", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Customers")?;
        page.reads("12 months")?;
        let everyone = page.words()?;
        page.press_on("button", "Good, gone quiet")?;
        page.reads("Show all customers")?;
        ensure!(everyone != page.words()?, "the list is another one");
        page.press_on("button", "Show all customers")?;
        page.no_longer_reads("Show all customers")?;

        page.press_on("tab", "Groups by score")?;
        page.reads("Cannot lose them")?;
        page.reads("5,024 customers")?;
        let first: String = page.execute(FIRST_NAME, &Value::Null)?;
        page.write("Search customers", &first)?;
        page.no_longer_reads("5,024 customers")?;
        page.press_on("row", &first)?;
        page.reads("Timeline")?;
        page.reads("Messages")?;
        page.press(None, ESCAPE)?;
        page.no_longer_reads("Timeline")
    })
}

/// The number of a part of the map, and of who matches a segment.
const PART: &str =
    "return document.querySelector('[data-testid=customers-part-goodGoneQuiet] span').innerText";
const MATCH: &str =
    "return document.querySelector('[data-testid=segments-count]')?.innerText ?? ''";

#[test]
#[ignore = "needs a display"]
fn the_steps_of_the_map_are_moved_and_a_part_of_it_becomes_a_segment() -> Result<()> {
    story("customers-map", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Customers")?;
        page.reads("12 months")?;
        page.press_on("button", "Move the steps of the map")?;
        page.write("Step 1 begins at", "25")?;
        page.write("Step 4 begins at", "250")?;
        page.press(None, ENTER)?;
        page.reads("€250 or more")?;
        page.press_on("button", "Good, gone quiet")?;
        let part: String = page.execute(PART, &Value::Null)?;
        page.press_on("button", "Save as segment")?;
        page.reads("spent after refunds")?;
        until("as many people as on the map", || {
            let found: String = page.execute(MATCH, &Value::Null)?;
            Ok((found == part).then_some(()))
        })
    })
}

#[test]
#[ignore = "needs a display"]
fn a_customer_is_tagged_written_of_and_erased() -> Result<()> {
    story("customers-privacy", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("What you could do next")?;
        page.press_on("link", "Customers")?;
        page.reads("5,024 customers")?;
        let name: String = page.execute(FIRST_NAME, &Value::Null)?;
        page.press_on("row", &name)?;
        page.reads("Timeline")?;
        page.write("Add a tag", "likes blue")?;
        page.press(None, ENTER)?;
        page.named("button", "Remove the tag likes blue")?;
        page.press_on("button", "Write a note")?;
        page.write("Note", "Asks for gift wrap")?;
        page.press_on("button", "Keep the note")?;
        page.named("button", "Change this note")?;
        axe::check(page, "customers-notes")?;

        page.press_on("button", "More about this customer")?;
        page.press_on("menuitem", "Erase this customer")?;
        page.reads("This cannot be undone")?;
        axe::check(page, "customers-erase")?;
        page.write("Type", &name)?;
        page.press_on("button", "Erase for good")?;
        page.reads("The customer is erased")?;
        page.press_on("button", "Close")?;
        page.reads("Only their orders are left")?;
        page.no_longer_reads("Asks for gift wrap")
    })
}
