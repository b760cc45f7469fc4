//! How fast a message is planned for 100,000 people, and how fast it goes out over real lines to a
//! server on this computer, with everything on the disk that has to be.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]
#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::time::Instant;

use pannier_campaign::Ended;
use pannier_mail::Patience;
use pannier_store::{OutboxFilter, OutboxState};

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/place.rs"]
mod place;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/wire.rs"]
mod wire;

use fault_smtp::{FaultSmtp, Plan};

const PLANNED: usize = 100_000;
/// Seconds.
const LONGEST_PLANNING: f64 = 5.0;
const SENT: usize = 4_000;
/// Messages a second, over four lines.
const SLOWEST: f64 = 400.0;

fn main() {
    let crowd = place::Place::with(PLANNED);
    let sending = crowd.write(|said| said.holdout_share = 100_000);
    let begun = Instant::now();
    let planned = crowd.plan(sending);
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "planned {PLANNED} people in {seconds:.2} s ({} held back)",
        planned.held_out
    );
    assert!(seconds < LONGEST_PLANNING, "over {LONGEST_PLANNING} s");
    look_at(&crowd, sending);
    let mut best = 0.0_f64;
    for lines in [1, 4, 4] {
        let few = place::Place::with(SENT);
        let sending = few.planned(|_| {});
        let server = FaultSmtp::open(Plan::default());
        let begun = Instant::now();
        let ended = few.run(
            sending,
            wire::lines(server.port, lines, Patience::default()),
        );
        let seconds = begun.elapsed().as_secs_f64();
        assert_eq!((ended, server.count()), (Ended::Finished, SENT));
        let rate = f64::from(u32::try_from(SENT).unwrap()) / seconds;
        println!("sent {SENT} over {lines} in {seconds:.2} s: {rate:.0} a second");
        best = best.max(rate);
    }
    assert!(best >= SLOWEST, "under {SLOWEST} a second");
}

/// How long it takes to look at what goes out, as a window does again and again.
fn look_at(crowd: &place::Place, sending: i64) {
    let timed = |what: &str, look: &dyn Fn()| {
        let begun = Instant::now();
        look();
        println!("{what}: {:.1} ms", begun.elapsed().as_secs_f64() * 1_000.0);
    };
    let page = |state| {
        let filter = OutboxFilter {
            state,
            ..OutboxFilter::default()
        };
        let rows = crowd
            .store
            .read(|tx| tx.outbox_page(sending, &filter, 0, 200));
        rows.unwrap().len()
    };
    timed("how many there are of each", &|| {
        let counts = crowd.store.read(|tx| tx.outbox_counts(sending)).unwrap();
        assert!(counts.iter().map(|one| one.count).sum::<u64>() >= PLANNED as u64);
    });
    timed("the first page of all", &|| assert_eq!(page(None), 200));
    timed("the first page of those held back", &|| {
        assert_eq!(page(Some(OutboxState::HeldOut)), 200);
    });
    timed("a page of a state that nobody is in", &|| {
        assert_eq!(page(Some(OutboxState::Failed)), 0);
    });
}
