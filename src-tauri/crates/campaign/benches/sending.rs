//! How fast a message is planned for 100,000 people, and how fast it goes out over four lines to a
//! server on this computer, with everything on the disk that has to be.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]
#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::time::Instant;

use pannier_campaign::Ended;

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/place.rs"]
mod place;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/sink.rs"]
mod sink;

const PLANNED: usize = 100_000;
const SENT: usize = 4_000;

fn main() {
    let crowd = place::Place::with(PLANNED);
    let sending = crowd.write(|said| said.holdout_share = 100_000);
    let begun = Instant::now();
    let planned = crowd.plan(sending);
    println!(
        "planned {PLANNED} people in {:.2} s ({} held back)",
        begun.elapsed().as_secs_f64(),
        planned.held_out
    );
    for lines in [1, 4] {
        let few = place::Place::with(SENT);
        let sending = few.planned(|_| {});
        let sink = sink::Sink::open();
        let begun = Instant::now();
        let ended = few.run(sending, sink::SinkLine::lines(sink.port, lines));
        let seconds = begun.elapsed().as_secs_f64();
        assert_eq!((ended, sink.taken()), (Ended::Finished, SENT));
        println!(
            "sent {SENT} over {lines} in {seconds:.2} s: {:.0} a second",
            f64::from(u32::try_from(SENT).unwrap()) / seconds
        );
    }
}
