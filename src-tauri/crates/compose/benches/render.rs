//! How long a person's copy takes, and how long it takes to become a mail.
#![expect(clippy::unwrap_used, reason = "a bench that fails is a failure")]
#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::{hint::black_box, time::Instant};

use pannier_compose::{CampaignKind, Compiled, Language, PersonValues, compile, kind_document};
use pannier_mail::as_file;

#[path = "../tests/it/outgoing.rs"]
mod outgoing;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/people.rs"]
mod people;

/// Microseconds.
const LONGEST_RENDERING: f64 = 20.0;
/// Microseconds, with the mail of it.
const LONGEST_BUILDING: f64 = 250.0;
const BATCHES: u32 = 200;
const BATCH: u32 = 20;

fn main() {
    for kind in CampaignKind::ALL {
        let document = kind_document(kind, Language::En);
        let begun = Instant::now();
        let compiled = compile(&document, &people::brand()).unwrap();
        let compiling = begun.elapsed();
        let mut person = people::person(Language::En);
        if kind == CampaignKind::GiftCard {
            person = people::with_gift_card(person);
        }
        let size = compiled.render(&person).unwrap().html.len();
        let rendering = each(|| {
            black_box(copy(&compiled, &person));
        });
        let building = each(|| {
            let mut mail = copy(&compiled, &person);
            // Pictures are the same bytes for everyone, and weigh what they weigh.
            mail.pictures.clear();
            black_box(as_file(&outgoing::message(&mail), outgoing::AT).unwrap());
        });
        println!(
            "{kind:?}: {size} bytes of HTML; compiled in {compiling:?}; a copy in {rendering:.1} µs, \
             with the mail of it in {building:.1} µs"
        );
        assert!(rendering < LONGEST_RENDERING, "over {LONGEST_RENDERING} µs");
        assert!(building < LONGEST_BUILDING, "over {LONGEST_BUILDING} µs");
    }
}

fn copy(compiled: &Compiled, person: &PersonValues) -> pannier_compose::Mail {
    compiled.render(person).unwrap()
}

/// Microseconds that a round takes: the best of many short batches, which is what it takes when
/// nothing else runs.
fn each(mut round: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..BATCHES {
        let begun = Instant::now();
        for _ in 0..BATCH {
            round();
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    best * 1e6 / f64::from(BATCH)
}
