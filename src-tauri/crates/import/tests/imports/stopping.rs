//! Asked to stop, every step stops soon: at most a few more reports of where it is, and nothing of it
//! stays.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use pannier_core::{Cancel, Cancelled, Phase, Progress, Reporter};
use pannier_import::{Error, Options, Plan};

use crate::{
    export::{HEADER, varied},
    support::{Shop, shop},
};

const ORDERS: u64 = 12_000;
/// Reports that may come after the request: one that was on its way from each thread, and the next.
const LAST_REPORTS: u64 = 3;

fn file(shop: &Shop) -> std::path::PathBuf {
    let mut text = format!("{HEADER}\n");
    for index in (0..ORDERS).rev() {
        varied(index).write(&mut text);
    }
    shop.file("orders.csv", text)
}

/// A request to stop that is made by the first report for which `is_time`, and a count of those
/// that came after it.
fn stop_when(
    is_time: impl Fn(Progress) -> bool + Send + Sync + 'static,
) -> (Reporter, Cancel, Arc<AtomicU64>) {
    let (cancel, later) = (Cancel::default(), Arc::new(AtomicU64::new(0)));
    let (request, count) = (cancel.clone(), Arc::clone(&later));
    let reporter = Reporter::new(move |at| {
        if request.check().is_err() {
            count.fetch_add(1, Ordering::Relaxed);
        } else if is_time(at) {
            request.request();
        }
    });
    (reporter, cancel, later)
}

fn assert_stopped<T>(step: &str, outcome: &Result<T, Error>, later: &AtomicU64) {
    assert!(
        matches!(outcome, Err(Error::Cancelled(Cancelled))),
        "{step}: it stops"
    );
    let later = later.load(Ordering::Relaxed);
    assert!(
        later <= LAST_REPORTS,
        "{step}: it went on for {later} reports"
    );
}

fn preview(shop: &Shop, path: &Path, reporter: &Reporter, cancel: &Cancel) -> Result<Plan, Error> {
    let (paths, options) = ([path.to_owned()], Options::default());
    shop.store
        .read(|tx| pannier_import::preview(&paths, &options, &shop.context, tx, reporter, cancel))
}

/// Half of the rows of a step, and the first report of it.
fn moments(phase: Phase, rows: u64) -> [(Phase, u64); 2] {
    [(phase, 0), (phase, rows / 2)]
}

#[test]
fn looking_at_a_file_stops_while_it_is_read_and_while_it_is_compared() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let path = file(&shop);
    let plan = shop.preview(std::slice::from_ref(&path));
    let rows = plan.files()[0].rows;
    for (phase, from) in [Phase::Reading, Phase::Matching]
        .map(|phase| moments(phase, rows))
        .concat()
    {
        let is_time = move |at: Progress| at.phase == phase && at.done >= from;
        let (reporter, cancel, later) = stop_when(is_time);
        let outcome = preview(&shop, &path, &reporter, &cancel);
        assert_stopped(&format!("{phase:?} from row {from}"), &outcome, &later);
    }
}

#[test]
fn writing_stops_among_rows_and_among_indices_and_keeps_nothing() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let path = file(&shop);
    let plan = shop.preview(std::slice::from_ref(&path));
    let rows = plan.files()[0].rows;
    // The last part of all rows are the indices, of which the first is nearly all.
    let of_indices = rows - rows / 5 + 1;
    for from in [0, rows / 2, of_indices] {
        let is_time = move |at: Progress| at.phase == Phase::Saving && at.done >= from;
        let (reporter, cancel, later) = stop_when(is_time);
        let outcome = shop
            .store
            .write(|tx| pannier_import::apply(&plan, tx, &reporter, &cancel));
        assert_stopped(&format!("from row {from}"), &outcome, &later);
        assert_eq!(
            shop.preview(std::slice::from_ref(&path)).files()[0]
                .orders
                .new,
            ORDERS,
            "nothing of it was kept"
        );
        shop.assert_healthy();
    }
    assert!(shop.apply(&plan).unwrap().is_some(), "it can be done again");
    shop.assert_healthy();
}

#[test]
fn taking_back_stops_and_leaves_the_import_as_it_is() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let path = file(&shop);
    let import = shop.import(std::slice::from_ref(&path)).import.unwrap();
    let (reporter, cancel, later) = stop_when(|at| at.phase == Phase::Saving);
    let outcome = shop
        .store
        .write(|tx| pannier_import::undo(import, tx, shop.context.now, &reporter, &cancel));
    assert_stopped("undo", &outcome, &later);
    let again = shop.preview(&[path]);
    assert_eq!(again.files()[0].orders.unchanged, ORDERS, "it stands");
    shop.undo(import).unwrap();
    shop.assert_healthy();
}

#[test]
fn the_building_of_indices_is_told() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let path = file(&shop);
    let plan = shop.preview(&[path]);
    let rows = plan.files()[0].rows;
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let reporter = Reporter::new(move |at: Progress| {
        if at.phase == Phase::Saving {
            sink.lock().unwrap().push(at.done);
        }
    });
    shop.store
        .write(|tx| pannier_import::apply(&plan, tx, &reporter, &Cancel::default()))
        .unwrap();
    let told = told.lock().unwrap();
    assert!(told.is_sorted(), "it goes on: {told:?}");
    let of_indices = told.iter().filter(|done| **done > rows - rows / 5);
    assert!(
        of_indices.count() > 5,
        "each of the indices counts: {told:?}"
    );
    assert_eq!(told.last(), Some(&rows));
}
