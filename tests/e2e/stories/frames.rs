//! How smooth the window stays while a large file is imported. It measures and judges nothing: how
//! long a frame takes depends on the machine. `cargo xtask soak` plays it with 200,000 lines.

use std::{
    env, thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::{
    desk,
    driver::{Element, Session},
    pannier::{PANNIER, empty_shop, story},
    shopify::{Order, export, order},
};

/// Lines of the file, unless `PANNIER_FRAMES_LINES` says otherwise.
const LINES: u32 = 4_000;

/// The longest that a step may take. A build for development reads some thousand lines a second.
const LONG: Duration = Duration::from_mins(5);

/// Notes the time between each two frames from now on.
const RECORD: &str = "
    window.frameGaps = [];
    let before;
    const note = (now) => {
        if (before !== undefined) window.frameGaps.push(now - before);
        before = now;
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    return true;";

/// What was noted since the last time, in milliseconds.
const TAKE: &str = "return window.frameGaps.splice(0);";

#[test]
#[ignore = "needs a display"]
fn the_frames_of_the_window_while_a_large_file_is_imported() -> Result<()> {
    let lines = env::var("PANNIER_FRAMES_LINES").map_or(Ok(LINES), |lines| lines.parse())?;
    story("frames", empty_shop, |pannier| {
        let page = &pannier.page;
        page.reads("Drop your order exports here")?;
        let file = pannier
            .folder
            .file("orders_export.csv", export(&orders(lines / 2)))?;
        page.execute::<bool>(RECORD, &Value::Null)?;
        thread::sleep(Duration::from_secs(2));
        say("nothing to do", page)?;

        desk::drag(&[&file], PANNIER, || Ok(()))?;
        let start = Instant::now();
        let import = appears(page, "import-apply")?;
        println!("{lines} lines: looked at in {:.1?}", start.elapsed());
        say("while it looks at them", page)?;

        page.click(&import)?;
        let start = Instant::now();
        appears(page, "import-done-title")?;
        println!("{lines} lines: imported in {:.1?}", start.elapsed());
        say("while it imports them", page)
    })
}

/// Says how long the frames since the last time took.
fn say(when: &str, page: &Session) -> Result<()> {
    let mut gaps: Vec<f64> = page.execute(TAKE, &Value::Null)?;
    ensure!(!gaps.is_empty(), "no frame was drawn {when}");
    gaps.sort_by(f64::total_cmp);
    let at = |percent: usize| gaps[(gaps.len() - 1) * percent / 100];
    println!(
        "frames {when}: {}, half of them within {:.1} ms, 99 of 100 within {:.1} ms, all within {:.1} ms",
        gaps.len(),
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}

/// What has that test id, once it is there. It looks seldom, since looking takes a frame.
fn appears(page: &Session, testid: &str) -> Result<Element> {
    const FIND: &str = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`);";
    let start = Instant::now();
    loop {
        let found: Value = page.execute(FIND, &json!(testid))?;
        if let Some(element) = Element::of(&found) {
            return Ok(element);
        }
        let waited = start.elapsed();
        ensure!(waited < LONG, "waited {waited:?} for {testid}");
        thread::sleep(Duration::from_millis(500));
    }
}

/// So many orders of two lines each, from two years.
fn orders(count: u32) -> Vec<Order> {
    (0..count)
        .map(|n| {
            let (year, month, day) = (2024 + n % 2, 1 + n / 2 % 12, 1 + n / 24 % 28);
            let created = format!("{year}-{month:02}-{day:02} {:02}:15:00 +0200", n % 24);
            let email = format!("buyer{}@example.com", n * 7 % (count / 3 + 1));
            let (first, second) = (10 + n % 61, 5 + n % 23);
            let mut order = order(
                1000 + n,
                &created,
                &email,
                &format!("{}.00", first + second),
            );
            order.lines = vec![
                (format!("Linen throw {}", n % 173), 1, format!("{first}.00")),
                (format!("Mug {}", n % 57), 1, format!("{second}.00")),
            ];
            order
        })
        .collect()
}
