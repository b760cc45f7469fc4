//! How well a shop's own last weeks would have been foretold.

use pannier_core::{Cancelled, Day};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Catalogue,
    cases::{Case, Cases, Task},
    choose::{Choice, STEPS, choose},
    desk::{Desk, Scored},
    history::{Baskets, History},
    items::Items,
    measure::{AT, Estimate, Gain, gain, mean, share},
    model::Model,
    num::{id, real},
    people::People,
    popular::{LATELY, counts},
    settings::{Blend, Settings},
    work::Work,
};

/// People from which anything is said of a task.
const LEAST: usize = 30;
/// Cases of each task that are looked at.
const CASES: usize = 5_000;

/// What the back-test says of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Better than what everyone bought lately.
    Better,
    /// Worse.
    Worse,
    /// The difference may be luck.
    CannotTell,
    /// Too few orders in these weeks to tell.
    TooFew,
}

/// How good the lists of ten were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// The share of cases where one of the ten or more was bought.
    pub hit: Estimate,
    /// The normalised discounted gain of the ten.
    pub ndcg: Estimate,
    /// The share of the learnt products that were suggested to anyone.
    pub coverage: f64,
}

/// What was foretold of one task.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskProof {
    /// What was foretold.
    pub task: Task,
    /// Cases.
    pub cases: usize,
    /// The model, as it would have been on the first of these days.
    pub model: Quality,
    /// “Most popular”: what most orders of the four weeks before held.
    pub popular: Quality,
    /// How much more often the model hit.
    pub hit_gain: Estimate,
    /// How much more it gained.
    pub ndcg_gain: Estimate,
    /// What to say of it, by the gain's interval.
    pub verdict: Verdict,
}

/// The proof on the last weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// The first of the days that were foretold.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// Baskets that were learnt from, all before `from`.
    pub learnt_from: usize,
    /// By task.
    pub tasks: Vec<TaskProof>,
}

impl Proof {
    /// What is said of a task.
    pub fn of(&self, task: Task) -> Option<&TaskProof> {
        self.tasks.iter().find(|proof| proof.task == task)
    }
}

/// Foretells the last four weeks from all that was before, chosen and learnt without them. Nothing
/// where there is no history before them.
///
/// # Errors
/// [`Cancelled`] when it was asked to stop.
pub fn prove(
    history: &History,
    catalogue: &Catalogue,
    work: &Work,
) -> Result<Option<(Choice, Proof)>, Cancelled> {
    let all = history.all();
    let days = all.days();
    let cut = days.end - LATELY;
    let past = history.before_number(cut);
    if past.is_empty() {
        work.skip(STEPS)?;
        work.skip(Model::STEPS + 1)?;
        return Ok(None);
    }
    let mut choice = choose(past, catalogue, work)?;
    let model = Model::learn(past, catalogue, &choice.settings, work)?;
    let proof = judge(all, past, cut, &model);
    work.step()?;
    Ok(proof.map(|proof| {
        give_way(&mut choice.settings, &proof);
        (choice, proof)
    }))
}

/// What surely foretold worse than “most popular” is not used: that takes its place.
fn give_way(settings: &mut Settings, proof: &Proof) {
    let lost = proof.tasks.iter();
    for proof in lost.filter(|proof| proof.verdict == Verdict::Worse) {
        match proof.task {
            Task::Next => settings.again.popular = true,
            Task::New => settings.new = Blend::MOST_POPULAR,
            Task::Cart => settings.cart = Blend::MOST_POPULAR,
            Task::One => settings.one = Blend::MOST_POPULAR,
            // What newcomers are shown is what is popular, however it is counted.
            Task::Newcomer => {}
        }
    }
}

fn judge(all: Baskets, past: Baskets, cut: i32, model: &Model) -> Option<Proof> {
    let parts = &model.parts;
    let end = all.days().end;
    let cases = Cases::of(all, cut..end, &parts.items, &parts.people, CASES);
    let popular = most_popular(past, &parts.items, cut);
    let tasks = Task::ALL.into_iter().map(|task| {
        let cases = cases.of_task(task);
        let ours = lists(parts.items.len(), cases, |desk, case| {
            parts.list(desk, task, case, &model.settings)
        });
        let theirs = lists(parts.items.len(), cases, |_, case| {
            let open = popular.iter().filter(|rank| match task {
                Task::Next | Task::Newcomer => true,
                Task::Cart | Task::One => !case.cart.contains(rank),
                Task::New => !had(&parts.people, &parts.items, case, **rank),
            });
            let score = 0.0;
            open.take(AT)
                .map(|rank| Scored { rank: *rank, score })
                .collect()
        });
        task_proof(task, cases, parts.items.len(), &ours, &theirs)
    });
    Some(Proof {
        from: Day::from_number(cut)?,
        until: Day::from_number(end)?,
        learnt_from: past.len(),
        tasks: tasks.collect(),
    })
}

fn had(people: &People, items: &Items, case: &Case, rank: u32) -> bool {
    people.owns(case.customer, items.product(rank)).is_some()
}

/// What most orders of the four weeks before held, most first.
fn most_popular(past: Baskets, items: &Items, cut: i32) -> Vec<u32> {
    let held = counts(past, items, cut - LATELY..cut);
    let mut order: Vec<u32> = (0..id(items.len())).collect();
    order.sort_by_key(|rank| std::cmp::Reverse((held[*rank as usize], items.orders(*rank))));
    order
}

fn lists(
    items: usize,
    cases: &[Case],
    list: impl Fn(&mut Desk, &Case) -> Vec<Scored> + Sync,
) -> Vec<Vec<Scored>> {
    let desk = || Desk::new(items);
    cases
        .par_iter()
        .map_init(desk, |desk, case| list(desk, case))
        .collect()
}

fn task_proof(
    task: Task,
    cases: &[Case],
    items: usize,
    ours: &[Vec<Scored>],
    theirs: &[Vec<Scored>],
) -> TaskProof {
    let gains = |lists: &[Vec<Scored>]| -> Vec<Gain> {
        let pairs = lists.iter().zip(cases);
        pairs.map(|(list, case)| gain(list, case)).collect()
    };
    let (ours_gain, theirs_gain) = (gains(ours), gains(theirs));
    let quality = |gains: &[Gain], lists: &[Vec<Scored>]| {
        let mut shown = vec![false; items];
        for scored in lists.iter().flatten() {
            shown[scored.rank as usize] = true;
        }
        let shown = shown.into_iter().filter(|shown| *shown).count();
        Quality {
            hit: share(cases, |case| gains[case].hit),
            ndcg: mean(cases, |case| gains[case].ndcg),
            coverage: real(shown) / real(items.max(1)),
        }
    };
    let ndcg_gain = mean(cases, |case| ours_gain[case].ndcg - theirs_gain[case].ndcg);
    let people: std::collections::BTreeSet<u64> = cases.iter().map(|case| case.who).collect();
    let verdict = match ndcg_gain.interval {
        _ if people.len() < LEAST => Verdict::TooFew,
        Some((low, _)) if low > 0.0 => Verdict::Better,
        Some((_, high)) if high < 0.0 => Verdict::Worse,
        _ => Verdict::CannotTell,
    };
    TaskProof {
        task,
        cases: cases.len(),
        model: quality(&ours_gain, ours),
        popular: quality(&theirs_gain, theirs),
        hit_gain: mean(cases, |case| ours_gain[case].hit - theirs_gain[case].hit),
        ndcg_gain,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_foretold_worse_than_most_popular_gives_way_to_it() {
        let even = Estimate {
            value: 0.0,
            interval: None,
        };
        let quality = Quality {
            hit: even,
            ndcg: even,
            coverage: 0.0,
        };
        let of = |task: Task, verdict: Verdict| TaskProof {
            task,
            cases: 100,
            model: quality,
            popular: quality,
            hit_gain: even,
            ndcg_gain: even,
            verdict,
        };
        let day = Day::from_number(20_000).unwrap();
        let proof = Proof {
            from: day,
            until: day.plus_days(28),
            learnt_from: 100,
            tasks: vec![
                of(Task::Next, Verdict::Worse),
                of(Task::New, Verdict::CannotTell),
                of(Task::Cart, Verdict::Worse),
                of(Task::One, Verdict::Better),
                of(Task::Newcomer, Verdict::Worse),
            ],
        };
        let usual = Settings::default();
        let mut settings = usual.clone();
        give_way(&mut settings, &proof);
        assert!(settings.again.popular);
        assert_eq!(settings.cart, Blend::MOST_POPULAR);
        assert_eq!((settings.new, settings.one), (usual.new, usual.one));
    }
}
