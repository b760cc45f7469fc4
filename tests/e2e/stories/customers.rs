//! Who customers are: from a part of the map to its people, and from a name to one of them.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    driver::ESCAPE,
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
