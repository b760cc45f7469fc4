//! The list behind the number.

use std::{fs, time::Instant};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    desk,
    driver::until,
    pannier::{Folder, empty_shop, nothing, story},
    shopify::{Order, export, order},
};

const MANY: u32 = 100_000;

#[test]
#[ignore = "needs a display"]
fn a_hundred_thousand_orders_scroll_and_are_found() -> Result<()> {
    let many = |folder: &Folder| {
        empty_shop(folder)?;
        folder.import("orders_export.csv", export(&orders()))
    };
    story("orders", many, |pannier| {
        let page = &pannier.page;
        page.press_on("link", "Orders")?;
        page.press_on("button", "Choose days and comparison")?;
        page.press_on("button", "All time")?;
        page.reads("100,000 orders")?;
        page.reads("#199999")?;

        let start = Instant::now();
        scroll(page, 1.0)?;
        page.reads("#100000")?;
        let to_the_end = start.elapsed();
        scroll(page, 0.5)?;
        until("the middle", || {
            let words = page.words()?;
            Ok((!words.contains("#100000") && !words.contains("#199999")).then_some(()))
        })?;
        scroll(page, 0.0)?;
        page.reads("#199999")?;
        println!("from the first of {MANY} orders to the last: {to_the_end:?}");
        ensure!(
            to_the_end.as_secs() < 5,
            "scrolling to the end took {to_the_end:?}"
        );

        page.write("Search orders", "#123456")?;
        page.reads("1 order")?;
        page.reads("#123456")?;
        page.no_longer_reads("#199999")?;
        page.write("Search orders", "nobody has this")?;
        page.reads("No order matches “nobody has this”")
    })
}

#[test]
#[ignore = "needs a display"]
fn from_a_figure_to_the_orders_behind_it_and_into_a_file() -> Result<()> {
    story("explorer", nothing, |pannier| {
        let page = &pannier.page;
        page.press_on("button", "Open the sample shop")?;
        page.reads("÷")?;
        page.press_on("link", "Orders")?;
        page.reads("How big orders are")?;
        page.press_on("tab", "Product")?;
        page.reads("An order can hold several products")?;
        page.press_on("button", "Linen")?;
        page.reads("Only Linen")?;

        page.press_on("button", "Export")?;
        page.press_on("menuitem", "These orders, CSV")?;
        let file = pannier.folder.path("linen.csv");
        desk::save_file(&file)?;
        page.reads("Saved as")?;
        let text = fs::read_to_string(&file)?;
        ensure!(
            text.lines().count() > 10 && text.contains("Linen"),
            "the filter stands on the file: {text}"
        );

        page.press_on("button", "Remove all filters")?;
        page.no_longer_reads("Only Linen")
    })
}

/// Moves the list to a part of its height.
fn scroll(page: &crate::driver::Session, part: f64) -> Result<()> {
    let script = "
        const tall = [...document.querySelectorAll('*')]
            .filter((e) => e.scrollHeight > e.clientHeight + 200 && getComputedStyle(e).overflowY !== 'visible')
            .sort((a, b) => b.scrollHeight - a.scrollHeight)[0];
        tall.scrollTop = (tall.scrollHeight - tall.clientHeight) * arguments[0];
        return null";
    page.execute::<Value>(script, &part.into()).map(drop)
}

/// Orders through two years, a thousand buyers, no two at the same minute of a day.
fn orders() -> Vec<Order> {
    (0..MANY)
        .map(|n| {
            let (day, minute) = (n / 140, n % 140 * 10);
            let placed = format!(
                "{}-{:02}-{:02} {:02}:{:02}:00 +0000",
                2024 + day / 360,
                day % 360 / 30 + 1,
                day % 30 % 28 + 1,
                minute / 60,
                minute % 60
            );
            let buyer = format!("buyer{}@example.com", n % 1000);
            let price = format!("{}.{:02}", 20 + n % 97, n % 100);
            order(100_000 + n, &placed, &buyer, &price)
        })
        .collect()
}
