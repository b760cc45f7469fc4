//! How suggestions do in this shop: the proof on its last weeks, how they are made and why, and what
//! has none.

use std::sync::Arc;

use pannier_recommend::{Choice, Estimate, Settings, Task, TaskProof, Verdict, WhyNothing};

use super::{count, rules, trained::known};
use crate::{
    Result, Shop,
    views::{
        ChosenMethod, ForetoldBy, ForetoldTask, ProofVerdict, ProvenTask, Share, SuggestionChoice,
        SuggestionProof, SuggestionQuality, WithoutSuggestion,
    },
};

/// Of orders that are shown something, so many in 100 are taken to take it. An assumption, and said
/// to be one: shops report from 2 to 10.
const TAKE_PERCENT: u32 = 5;

/// Products without a suggestion that are named.
const NAMED: usize = 200;

/// How suggestions do in this shop.
///
/// # Errors
/// What the shop file says.
pub fn suggestion_quality(shop: &Arc<Shop>) -> Result<SuggestionQuality> {
    let (trained, work) = known(shop)?;
    let mut quality = SuggestionQuality {
        work,
        proof: None,
        choice: None,
        learnt_from: 0,
        extra_units: None,
        take_percent: TAKE_PERCENT,
        products: 0,
        without: Vec::new(),
        without_count: 0,
        bare_count: 0,
    };
    let Some(trained) = trained else {
        return Ok(quality);
    };
    let rules = rules::rules(shop, &trained.wares)?;
    let recommender = &trained.recommender;
    quality.proof = recommender.proof().map(|proof| SuggestionProof {
        from: proof.from.to_string(),
        to: proof.until.plus_days(-1).to_string(),
        learnt_from: count(proof.learnt_from),
        tasks: proof.tasks.iter().map(proven).collect(),
    });
    quality.choice = Some(chosen(recommender.choice()));
    quality.learnt_from = recommender.orders();
    let offered = (0..trained.wares.list.len()).filter(|place| {
        trained.wares.list[*place].offered && !trained.wares.list[*place].gift_card
    });
    let offered: Vec<usize> = offered.collect();
    quality.products = count(offered.len());
    let shown = recommender.goes_with_all(1, &rules).unwrap_or_default();
    if !shown.is_empty() {
        let extra = recommender.extra_pieces(&shown, f64::from(TAKE_PERCENT) / 100.0);
        // Where nothing goes with anything, nothing can be taken.
        quality.extra_units = extra.filter(|extra| *extra > 0.0);
    }
    let alone = |product: u32| shown.get(product as usize).is_none_or(Vec::is_empty);
    let mut without = Vec::new();
    for place in offered {
        let product = trained.places.product(place);
        if alone(product) {
            let has_similar = !recommender.similar(product, 1, &rules).is_empty();
            without.push((has_similar, place, product));
        }
    }
    without.sort_unstable();
    quality.without_count = count(without.len());
    quality.bare_count = count(without.partition_point(|(has_similar, ..)| !has_similar));
    let named = without.into_iter().take(NAMED);
    let named = named.map(|(has_similar, place, product)| {
        let why = recommender.why_nothing_goes_with(product, &rules);
        WithoutSuggestion {
            id: trained.wares.list[place].id,
            name: trained.wares.list[place].name.clone(),
            why: why.unwrap_or(WhyNothing::Alone).to_string(),
            has_similar,
        }
    });
    quality.without = named.collect();
    Ok(quality)
}

/// How suggestions are made, in words of what they are made from.
fn chosen(choice: &Choice) -> SuggestionChoice {
    let methods = Task::ALL.into_iter().map(|task| {
        let reached = choice.reached.iter().find(|reached| reached.task == task);
        let reached = reached.filter(|reached| reached.cases > 0);
        ChosenMethod {
            task: told(task),
            by: made_from(&choice.settings, task),
            reached: reached.map(|reached| reached.ndcg),
            popular: reached.map(|reached| reached.popular),
        }
    });
    SuggestionChoice {
        from: choice.from.map(|day| day.to_string()),
        to: choice.until.map(|day| day.plus_days(-1).to_string()),
        methods: methods.collect(),
    }
}

/// What a task is foretold from, most first.
fn made_from(settings: &Settings, task: Task) -> Vec<ForetoldBy> {
    let blend = match task {
        Task::Next if settings.again.popular => return vec![ForetoldBy::Popular],
        Task::Next => {
            let again = &settings.again;
            let mut by = vec![ForetoldBy::Before];
            by.extend((again.ripe > 0.0).then_some(ForetoldBy::Timing));
            by.extend((again.recent > 0.0).then_some(ForetoldBy::Popular));
            by.extend((again.new > 0.0).then_some(ForetoldBy::People));
            return by;
        }
        Task::Newcomer => return vec![ForetoldBy::Popular],
        Task::New => &settings.new,
        Task::Cart => &settings.cart,
        Task::One => &settings.one,
    };
    let mut by = vec![
        (blend.orders, ForetoldBy::Orders),
        (blend.users, ForetoldBy::People),
        (blend.content, ForetoldBy::Kind),
        (blend.recent, ForetoldBy::Popular),
    ];
    by.retain(|(weight, _)| *weight > 0.0);
    by.sort_by(|one, other| other.0.total_cmp(&one.0));
    by.into_iter().map(|(_, by)| by).collect()
}

const fn told(task: Task) -> ForetoldTask {
    match task {
        Task::Next => ForetoldTask::Next,
        Task::New => ForetoldTask::New,
        Task::Cart => ForetoldTask::Cart,
        Task::One => ForetoldTask::One,
        Task::Newcomer => ForetoldTask::Newcomer,
    }
}

fn proven(proof: &TaskProof) -> ProvenTask {
    ProvenTask {
        task: told(proof.task),
        cases: count(proof.cases),
        hit: share(proof.model.hit),
        hit_popular: share(proof.popular.hit),
        ndcg: share(proof.model.ndcg),
        ndcg_popular: share(proof.popular.ndcg),
        hit_gain: share(proof.hit_gain),
        verdict: match proof.verdict {
            Verdict::Better => ProofVerdict::Better,
            Verdict::Worse => ProofVerdict::Worse,
            Verdict::CannotTell => ProofVerdict::CannotTell,
            Verdict::TooFew => ProofVerdict::TooFew,
        },
    }
}

fn share(estimate: Estimate) -> Share {
    Share {
        value: estimate.value,
        low: estimate.interval.map(|(low, _)| low),
        high: estimate.interval.map(|(_, high)| high),
    }
}
