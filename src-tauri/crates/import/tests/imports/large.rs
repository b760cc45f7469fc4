//! A million orders: time, and memory that does not grow with the file.

use std::{fs::File, io::Write, time::Instant};

use crate::{
    export::{HEADER, varied},
    support::shop,
};

/// The most memory this process has held so far (KiB).
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// The time this thread has had a processor for (seconds): what others do does not count.
fn processor_time() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos: f64 = text
        .split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    nanos / 1e9
}

/// Runs a step; what it gives, and a sentence about how long it took.
fn timed<T>(name: &str, step: impl FnOnce() -> T) -> (T, String) {
    let (start, before) = (Instant::now(), processor_time());
    let value = step();
    let (took, worked) = (start.elapsed(), processor_time() - before);
    (
        value,
        format!("{name} {took:.1?} ({worked:.1} s of processor)"),
    )
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_a_million_orders_fit_into_memory() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let path = shop.folder.path().join("million.csv");
    let count: u64 = std::env::var("PANNIER_LARGE")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    {
        let mut file = std::io::BufWriter::new(File::create(&path).unwrap());
        writeln!(file, "{HEADER}").unwrap();
        let mut text = String::new();
        for index in (0..count).rev() {
            text.clear();
            varied(index).write(&mut text);
            file.write_all(text.as_bytes()).unwrap();
        }
        file.flush().unwrap();
    }
    let size = path.metadata().unwrap().len();
    let (plan, previewed) = timed("preview", || shop.preview(std::slice::from_ref(&path)));
    assert_eq!(plan.files()[0].orders.new, count);
    let after_preview = peak_memory();
    let (import, applied) = timed("apply", || shop.apply(&plan).unwrap().unwrap());
    drop(plan);
    let after_apply = peak_memory();
    let (again, repeated) = timed("preview again", || {
        shop.preview(std::slice::from_ref(&path))
    });
    assert_eq!(again.files()[0].orders.unchanged, count);
    let ((), undone) = timed("undo", || shop.undo(import).unwrap());
    println!(
        "{count} orders in {} MB: {previewed}, {applied}, {repeated}, {undone}; \
         peak {} MB after the preview, {} MB after applying",
        size >> 20,
        after_preview >> 10,
        after_apply >> 10,
    );
    assert!(
        after_apply < 900 << 10,
        "the file does not pile up in memory: {after_apply} KiB"
    );
}
