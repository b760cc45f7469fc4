//! What was learnt of the open shop: kept until its orders change, learnt anew on a thread of its
//! own, and meanwhile what is known from before is used.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
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

/// How long learning waits after an import for the window to show what came.
const SHOWN_FIRST: Duration = Duration::from_millis(700);

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
    /// Threads that were sent so far: each knows itself by its number.
    sent: u32,
    /// The state of the shop that the merchant did not want looked through.
    stopped: Option<u32>,
    /// Why it could not be learnt, of which state of the shop.
    failed: Option<(u32, ApiError)>,
}

/// A thread that learns.
#[derive(Debug)]
struct Running {
    number: u32,
    generation: u32,
    cancel: Cancel,
    steps: Arc<Steps>,
}

#[derive(Debug, Default)]
struct Steps {
    done: AtomicU32,
    total: AtomicU32,
}

impl TrainedCache {
    /// Whoever learns stops: the shop is let go of.
    pub(crate) fn end(&self) {
        lock(&self.0).halt();
    }
}

impl Kept {
    fn current(&self, generation: u32) -> Option<&Arc<Trained>> {
        let trained = self.trained.as_ref();
        trained.filter(|trained| trained.generation == generation)
    }

    fn halt(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancel.request();
        }
    }

    /// How far it is with this state of the shop.
    fn work(&self, generation: u32) -> SuggestionWork {
        if self.current(generation).is_some() {
            return SuggestionWork::Done;
        }
        match &self.running {
            Some(running) if running.generation == generation => running.steps.told(),
            _ if self.stopped == Some(generation) => SuggestionWork::Stopped,
            _ => SuggestionWork::Waiting,
        }
    }
}

/// What was chosen, and by which orders.
#[derive(Debug, Serialize, Deserialize)]
struct Chosen {
    choice: Choice,
    proof: Option<Proof>,
}

/// What is known now, and how far the rest is. Where orders changed, learning begins, unless the
/// merchant stopped it.
///
/// # Errors
/// What the shop file says.
pub(crate) fn known(shop: &Arc<Shop>) -> Result<(Option<Arc<Trained>>, SuggestionWork)> {
    if is_bare(shop)? {
        return Ok((None, SuggestionWork::NoOrders));
    }
    let generation = shop.generation();
    let mut kept = lock(&shop.trained.0);
    if let Some((of, error)) = kept.failed.take() {
        // Told once: whoever asks again tries again.
        if of == generation {
            return Err(error);
        }
    }
    let began = kept.work(generation) == SuggestionWork::Waiting
        && begin(shop, &mut kept, generation, Duration::ZERO);
    let answer = (kept.trained.clone(), kept.work(generation));
    drop(kept);
    if began {
        shop.tell(&[Topic::Suggestions]);
    }
    Ok(answer)
}

/// How far it is. Nothing begins.
pub(crate) fn work(shop: &Shop) -> SuggestionWork {
    lock(&shop.trained.0).work(shop.generation())
}

/// Begins in a moment, where orders changed: what changed is shown first.
pub(crate) fn begin_soon(shop: &Arc<Shop>) {
    let generation = shop.generation();
    let mut kept = lock(&shop.trained.0);
    if kept.work(generation) == SuggestionWork::Waiting {
        let began = begin(shop, &mut kept, generation, SHOWN_FIRST);
        drop(kept);
        if began {
            shop.tell(&[Topic::Suggestions]);
        }
    }
}

/// Goes on where the merchant had stopped it.
pub(crate) fn go_on(shop: &Shop) {
    lock(&shop.trained.0).stopped = None;
}

/// Stops it until orders change, or until the merchant wants it again.
pub(crate) fn stop(shop: &Shop) {
    let mut kept = lock(&shop.trained.0);
    if let Some(running) = &kept.running {
        kept.stopped = Some(running.generation);
        kept.halt();
        drop(kept);
        shop.tell(&[Topic::Suggestions]);
    }
}

/// Neither an order nor a product.
fn is_bare(shop: &Shop) -> Result<bool> {
    Ok(shop.facts()?.1.is_empty() && wares(shop)?.2.list.is_empty())
}

/// What is known of the orders as they are now; learns where that is not known yet.
///
/// # Errors
/// [`crate::Code::Cancelled`], or what the shop file says.
pub(crate) fn trained(shop: &Shop, reporter: &Reporter, cancel: &Cancel) -> Result<Arc<Trained>> {
    let known = lock(&shop.trained.0).current(shop.generation()).cloned();
    if let Some(trained) = known {
        return Ok(trained);
    }
    let trained = Arc::new(learn(shop, Work::new(cancel.clone(), reporter.clone()))?);
    lock(&shop.trained.0).trained = Some(Arc::clone(&trained));
    Ok(trained)
}

/// Sends a thread, after which whoever learnt of an older state stops. Nothing where none could be
/// sent: whoever asks next tries again.
fn begin(shop: &Arc<Shop>, kept: &mut Kept, generation: u32, pause: Duration) -> bool {
    kept.halt();
    kept.sent = kept.sent.wrapping_add(1);
    let (steps, cancel, number) = (Arc::new(Steps::default()), Cancel::default(), kept.sent);
    let running = Running {
        number,
        generation,
        cancel: cancel.clone(),
        steps: Arc::clone(&steps),
    };
    let reporter = Reporter::new(move |progress| steps.note(progress));
    let learner = Arc::downgrade(shop);
    let name = "pannier-suggestions".to_owned();
    let spawned = thread::Builder::new().name(name).spawn(move || {
        thread::sleep(pause);
        let Some(shop) = learner.upgrade().filter(|_| cancel.check().is_ok()) else {
            return;
        };
        let learnt = match is_bare(&shop) {
            Ok(true) => Ok(None),
            Ok(false) => learn(&shop, Work::new(cancel, reporter)).map(Some),
            Err(error) => Err(error),
        };
        let mut kept = lock(&shop.trained.0);
        // Another thread may have been sent since; its end is told by itself.
        if kept
            .running
            .as_ref()
            .is_some_and(|own| own.number == number)
        {
            kept.running = None;
        }
        match learnt {
            Ok(Some(trained)) => kept.trained = Some(Arc::new(trained)),
            Ok(None) => kept.trained = None,
            Err(error) if error.code == Code::Cancelled => return,
            Err(error) => kept.failed = Some((generation, error)),
        }
        drop(kept);
        shop.tell(&[Topic::Suggestions]);
    });
    if spawned.is_err() {
        return false;
    }
    kept.running = Some(running);
    true
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
