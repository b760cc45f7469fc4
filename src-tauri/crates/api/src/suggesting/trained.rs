//! What was learnt of the open shop: kept until its orders change, learnt anew on a thread of its
//! own, and meanwhile what is known from before is used.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use pannier_core::{Cancel, Cancelled, Day, Facts, Progress, Reporter};
use pannier_recommend::{Choice, Proof, Recommender, Work};
use pannier_store::ChosenModel;
use serde::{Deserialize, Serialize};

use super::input::{Places, behaviour, catalogue, history};
use crate::{
    ApiError, Code, Result, Shop,
    products::wares,
    shop::lock,
    views::{SuggestionWork, Topic},
    wares::Wares,
};

/// After so many days of new orders it is chosen anew how suggestions are made.
const CHOSEN_DAYS: i32 = 7;

/// What was learnt.
#[derive(Debug)]
pub(crate) struct Trained {
    generation: u32,
    pub(crate) recommender: Recommender,
    pub(crate) places: Places,
    pub(crate) wares: Arc<Wares>,
    pub(crate) facts: Arc<Facts>,
}

/// What was learnt last, and whether more is being learnt.
#[derive(Debug, Default)]
pub(crate) struct TrainedCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    trained: Option<Arc<Trained>>,
    running: Option<Running>,
    /// Why it could not be learnt, of which state of the shop.
    failed: Option<(u32, ApiError)>,
}

/// A thread that learns.
#[derive(Debug)]
struct Running {
    generation: u32,
    cancel: Cancel,
    steps: Arc<Steps>,
}

#[derive(Debug, Default)]
struct Steps {
    done: AtomicU32,
    total: AtomicU32,
}

impl Drop for Kept {
    /// A shop that is closed does not learn on.
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.cancel.request();
        }
    }
}

/// What was chosen, and by which orders.
#[derive(Debug, Serialize, Deserialize)]
struct Chosen {
    choice: Choice,
    proof: Option<Proof>,
}

/// What is known now, and how far the rest is. Where orders changed, learning begins.
///
/// # Errors
/// What the shop file says.
pub(crate) fn known(shop: &Arc<Shop>) -> Result<(Option<Arc<Trained>>, SuggestionWork)> {
    if shop.facts()?.1.is_empty() {
        return Ok((None, SuggestionWork::NoOrders));
    }
    let generation = shop.generation();
    let mut kept = lock(&shop.trained.0);
    if let Some(trained) = kept.trained.as_ref()
        && trained.generation == generation
    {
        return Ok((Some(Arc::clone(trained)), SuggestionWork::Done));
    }
    if let Some((of, error)) = kept.failed.take() {
        // Told once: whoever asks again tries again.
        if of == generation {
            return Err(error);
        }
    }
    if kept
        .running
        .as_ref()
        .is_none_or(|running| running.generation != generation)
    {
        if let Some(before) = kept.running.take() {
            before.cancel.request();
        }
        kept.running = begin(shop, generation);
    }
    let work = kept.running.as_ref().map_or(
        SuggestionWork::Working {
            done: 0,
            total: None,
        },
        |running| running.steps.told(),
    );
    Ok((kept.trained.clone(), work))
}

/// What is known of the orders as they are now; learns where that is not known yet.
///
/// # Errors
/// [`crate::Code::Cancelled`], or what the shop file says.
pub(crate) fn trained(shop: &Shop, reporter: &Reporter, cancel: &Cancel) -> Result<Arc<Trained>> {
    let known = lock(&shop.trained.0).trained.clone();
    if let Some(trained) = known.filter(|known| known.generation == shop.generation()) {
        return Ok(trained);
    }
    let trained = Arc::new(learn(shop, Work::new(cancel.clone(), reporter.clone()))?);
    lock(&shop.trained.0).trained = Some(Arc::clone(&trained));
    Ok(trained)
}

fn begin(shop: &Arc<Shop>, generation: u32) -> Option<Running> {
    let (steps, cancel) = (Arc::new(Steps::default()), Cancel::default());
    let running = Running {
        generation,
        cancel: cancel.clone(),
        steps: Arc::clone(&steps),
    };
    let reporter = Reporter::new(move |progress| steps.note(progress));
    let learner = Arc::downgrade(shop);
    let name = "pannier-suggestions".to_owned();
    let spawned = thread::Builder::new().name(name).spawn(move || {
        let Some(shop) = learner.upgrade() else {
            return;
        };
        let learnt = learn(&shop, Work::new(cancel, reporter));
        let mut kept = lock(&shop.trained.0);
        // Another thread may have been sent since; its end is told by itself.
        if kept
            .running
            .as_ref()
            .is_some_and(|own| own.generation == generation)
        {
            kept.running = None;
        }
        match learnt {
            Ok(trained) => kept.trained = Some(Arc::new(trained)),
            Err(error) if error.code == Code::Cancelled => return,
            Err(error) => kept.failed = Some((generation, error)),
        }
        drop(kept);
        shop.tell(&[Topic::Suggestions]);
    });
    // Whoever asks next tries again.
    spawned.ok().map(|_| running)
}

fn learn(shop: &Shop, work: Work) -> Result<Trained> {
    let (generation, explorer, wares) = wares(shop)?;
    let context = shop.context()?;
    let facts = Arc::clone(explorer.facts());
    let (catalogue, places) = catalogue(&facts, &wares);
    let history = history(&explorer, context.currency, &catalogue);
    let (deeds, people, kept) =
        shop.read(|tx| Ok((tx.shelf_deeds()?, tx.people()?, tx.chosen_model()?)))?;
    let behaviour = behaviour((&facts, &wares), &places, (&deeds, &people), context.zone);
    let state = State::of(&facts);
    let before = kept
        .filter(|kept| state.is_near(&kept.chosen_by))
        .and_then(|kept| {
            // What an older Pannier kept in another shape is chosen anew.
            serde_json::from_str::<Chosen>(&kept.choice).ok()
        });
    let recommender = if let Some(chosen) = before {
        let chosen = (chosen.choice, chosen.proof);
        Recommender::again(catalogue, &history, behaviour, chosen, work).map_err(cancelled)?
    } else {
        let recommender =
            Recommender::build(catalogue, &history, behaviour, work).map_err(cancelled)?;
        keep(shop, &recommender, &state)?;
        recommender
    };
    Ok(Trained {
        generation,
        recommender,
        places,
        wares,
        facts,
    })
}

pub(super) fn cancelled(cancelled: Cancelled) -> ApiError {
    ApiError::new(Code::Cancelled, cancelled.to_string())
}

fn keep(shop: &Shop, recommender: &Recommender, state: &State) -> Result<()> {
    let chosen = Chosen {
        choice: recommender.choice().clone(),
        proof: recommender.proof().cloned(),
    };
    let record = ChosenModel {
        chosen_by: state.text(),
        // Numbers and words: nothing in it can fail to be written.
        choice: serde_json::to_string(&chosen).unwrap_or_default(),
    };
    shop.write(|tx| Ok(tx.set_chosen_model(&record)?))
}

/// The orders that something was chosen by, so far that it can be told whether they are still
/// nearly the same.
struct State {
    newest: i32,
    orders: usize,
}

impl State {
    fn of(facts: &Facts) -> Self {
        Self {
            newest: facts.day.last().copied().unwrap_or_default(),
            orders: facts.len(),
        }
    }

    fn text(&self) -> String {
        let day = Day::from_number(self.newest).map_or_else(String::new, |day| day.to_string());
        format!("{} orders to {day}", self.orders)
    }

    /// Whether what was chosen by other orders still holds: less than a week and a twentieth of the
    /// orders lie between.
    fn is_near(&self, other: &str) -> bool {
        let Some((orders, day)) = other.split_once(" orders to ") else {
            return false;
        };
        let (Ok(orders), Ok(day)) = (orders.parse::<usize>(), day.parse::<Day>()) else {
            return false;
        };
        (self.newest - day.number()).abs() < CHOSEN_DAYS
            && self.orders.abs_diff(orders) * 20 <= self.orders
    }
}

impl Steps {
    fn note(&self, progress: Progress) {
        let count = |steps: u64| u32::try_from(steps).unwrap_or(u32::MAX);
        self.done.store(count(progress.done), Ordering::Relaxed);
        self.total
            .store(count(progress.total.unwrap_or(0)), Ordering::Relaxed);
    }

    fn told(&self) -> SuggestionWork {
        let total = self.total.load(Ordering::Relaxed);
        SuggestionWork::Working {
            done: self.done.load(Ordering::Relaxed),
            total: (total > 0).then_some(total),
        }
    }
}
