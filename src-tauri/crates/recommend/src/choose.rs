//! Choosing for a shop by what would have foretold its own later weeks best.

use pannier_core::{Cancelled, Day};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Catalogue,
    better::{best_of, gains, worth},
    cases::{Cases, Task},
    content::Content,
    desk::{Desk, Scored},
    history::Baskets,
    items::Items,
    links::Links,
    measure::{AT, Gain, gain},
    num::real,
    parts::{Parts, content_links, links, order_sets},
    people::{People, Rebuy},
    popular::Recent,
    prices::prices,
    ridge::Care,
    settings::{Again, Blend, Fit, Popular, Settings},
    work::Work,
};

/// Days that are foretold to choose by, where the history is long enough.
const DAYS: i32 = 42;
/// Cases of each task that are looked at.
const CASES: usize = 2_500;
/// Cases from which a choice is better than what does well in most shops.
const LEAST: usize = 40;
/// Half-lives and λ that are tried.
const ORDER_LIVES: [Option<u16>; 2] = [None, Some(120)];
const ORDER_LAMBDAS: [f64; 3] = [20.0, 300.0, 3_000.0];
const USER_LIVES: [Option<u16>; 2] = [None, Some(180)];
const USER_LAMBDAS: [f64; 2] = [60.0, 200.0];
const RECENT_LIVES: [u16; 4] = [7, 14, 30, 90];
const ORDERS: [f32; 3] = [0.0, 0.1, 0.3];
const USERS: [f32; 4] = [0.0, 0.1, 0.3, 1.0];
const CONTENT: [f32; 4] = [0.0, 0.05, 0.15, 0.4];
const RECENT: [f32; 4] = [0.0, 0.05, 0.15, 0.4];
const AGAIN_RECENT: [f64; 4] = [0.1, 0.25, 0.5, 1.0];
const AGAIN_RIPE: [f64; 2] = [0.5, 1.0];
const AGAIN_NEW: [f32; 3] = [0.05, 0.15, 0.4];

/// What was chosen, and by which days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// What was chosen.
    pub settings: Settings,
    /// The first of the days that were foretold to choose by; nothing where there were too few
    /// orders to choose by any.
    pub from: Option<Day>,
    /// The day after the last of them.
    pub until: Option<Day>,
    /// The NDCG at 10 of what was chosen on those days, by task, and of “most popular” beside it.
    /// It is a little too good, being what was chosen by; the proof is of other weeks.
    pub reached: Vec<Reached>,
}

impl Choice {
    /// What does well in most shops, for one that cannot choose.
    pub(crate) fn usual() -> Self {
        Self {
            settings: Settings::default(),
            from: None,
            until: None,
            reached: Vec::new(),
        }
    }
}

/// How well a task was foretold on the days that were chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// What was foretold.
    pub task: Task,
    /// Cases that were looked at.
    pub cases: usize,
    /// NDCG at 10 of what was chosen.
    pub ndcg: f64,
    /// NDCG at 10 of what everyone bought lately.
    pub popular: f64,
}

/// The number of steps of [`choose`].
pub(crate) const STEPS: u64 = 9;

/// Chooses by the last weeks of these baskets; whatever is tried learns from those before.
///
/// # Errors
/// [`Cancelled`] when it was asked to stop.
pub fn choose(baskets: Baskets, catalogue: &Catalogue, work: &Work) -> Result<Choice, Cancelled> {
    let days = baskets.days();
    let length = DAYS.min((days.end - days.start) / 4);
    let cut = days.end - length;
    let past = baskets.before(cut);
    let items = Items::of(past, Items::least(past.len()));
    let people = People::of(past, cut, None);
    let cases = Cases::of(baskets, cut..days.end, &items, &people, CASES);
    if length < 7 || cases.of_task(Task::Cart).len() < LEAST {
        work.skip(STEPS)?;
        return Ok(Choice::usual());
    }
    work.step()?;
    let content = Content::of(catalogue, &prices(past, catalogue));
    let mut trial = Trial {
        parts: Parts {
            as_of: cut,
            recent: Recent::of(past, &items, cut, Settings::default().popular),
            content: content_links(&items, &content),
            rebuy: Rebuy::of_all(past, catalogue.len()),
            orders: Links::default(),
            single: Links::default(),
            users: Links::default(),
            people,
            items,
        },
        cases,
        settings: Settings::default(),
    };
    work.step()?;
    trial.choose_orders(past, work)?;
    trial.choose_users(past, work)?;
    trial.choose_recent(past);
    work.step()?;
    trial.choose_blends();
    work.step()?;
    trial.choose_again();
    let reached = trial.reached();
    work.step()?;
    Ok(Choice {
        settings: trial.settings,
        from: Day::from_number(cut),
        until: Day::from_number(days.end),
        reached,
    })
}

struct Trial {
    parts: Parts,
    cases: Cases,
    settings: Settings,
}

impl Trial {
    /// What a task reaches with a blend.
    fn try_blend(&self, task: Task, orders: &Links, blend: &Blend) -> f64 {
        worth(&self.blended(task, orders, blend))
    }

    fn blended(&self, task: Task, orders: &Links, blend: &Blend) -> Vec<Gain> {
        let parts = &self.parts;
        gains(
            parts.items.len(),
            self.cases.of_task(task),
            |desk, case| match task {
                Task::Next | Task::New => parts.new_things(desk, case.customer, &[], blend, AT),
                _ => parts.fill(desk, &case.cart, orders, blend, AT),
            },
        )
    }

    /// Links between products of a basket: one half-life for both kinds, by what both reach.
    fn choose_orders(&mut self, past: Baskets, work: &Work) -> Result<(), Cancelled> {
        let plain = Blend {
            orders: 1.0,
            ..Blend::default()
        };
        let mut most = f64::NEG_INFINITY;
        for half_life in ORDER_LIVES {
            let sets = order_sets(past, &self.parts.items, self.parts.as_of, half_life);
            let tried = links(
                &self.parts.items,
                &sets,
                &ORDER_LAMBDAS,
                Care::Draft,
                work.cancel(),
            )?;
            let best = |task: Task| {
                let reached = tried
                    .iter()
                    .map(|links| self.try_blend(task, links, &plain));
                let first = (f64::NEG_INFINITY, 0);
                reached
                    .zip(0..)
                    .fold(first, |best, one| if one.0 > best.0 { one } else { best })
            };
            let (cart, one) = (best(Task::Cart), best(Task::One));
            if cart.0 + one.0 > most {
                most = cart.0 + one.0;
                let fit = |at: usize| Fit {
                    half_life,
                    lambda: ORDER_LAMBDAS[at],
                };
                self.settings.orders = fit(cart.1);
                self.settings.single = fit(one.1);
                self.parts.orders = tried[cart.1].clone();
                self.parts.single = tried[one.1].clone();
            }
            work.step()?;
        }
        Ok(())
    }

    fn choose_users(&mut self, past: Baskets, work: &Work) -> Result<(), Cancelled> {
        let plain = Blend {
            users: 1.0,
            recent: 0.1,
            ..Blend::default()
        };
        let mut best = f64::NEG_INFINITY;
        let mut kept = Links::default();
        let mut kept_people = None;
        for half_life in USER_LIVES {
            self.parts.people = People::of(past, self.parts.as_of, half_life);
            let tastes = self.parts.people.tastes(&self.parts.items);
            let tried = links(
                &self.parts.items,
                &tastes,
                &USER_LAMBDAS,
                Care::Draft,
                work.cancel(),
            )?;
            let mut better = false;
            for (links, lambda) in tried.into_iter().zip(USER_LAMBDAS) {
                self.parts.users = links;
                let new = self.try_blend(Task::New, &Links::default(), &plain);
                if new > best {
                    best = new;
                    better = true;
                    self.settings.users = Fit { half_life, lambda };
                    kept = std::mem::take(&mut self.parts.users);
                }
            }
            if better {
                kept_people = Some(std::mem::take(&mut self.parts.people));
            }
            work.step()?;
        }
        self.parts.users = kept;
        if let Some(people) = kept_people {
            self.parts.people = people;
        }
        Ok(())
    }

    /// How popularity is counted: the half-life first, then whether trend and season lead.
    fn choose_recent(&mut self, past: Baskets) {
        let usual = self.settings.popular;
        self.keep_recent(
            past,
            &RECENT_LIVES.map(|half_life| Popular { half_life, ..usual }),
        );
        let best = self.settings.popular;
        let mut leaning = vec![
            best,
            Popular {
                trend: true,
                ..best
            },
        ];
        if Recent::has_seasons(past, self.parts.as_of) {
            leaning.extend([false, true].map(|trend| Popular {
                trend,
                season: true,
                ..best
            }));
        }
        self.keep_recent(past, &leaning);
    }

    fn keep_recent(&mut self, past: Baskets, tried: &[Popular]) {
        let mut best = f64::NEG_INFINITY;
        let mut kept = Recent::default();
        for popular in tried {
            self.parts.recent = Recent::of(past, &self.parts.items, self.parts.as_of, *popular);
            let of = |task| self.try_blend(task, &Links::default(), &Blend::MOST_POPULAR);
            let sum = of(Task::New) + of(Task::Newcomer);
            if sum > best {
                best = sum;
                self.settings.popular = *popular;
                kept = std::mem::take(&mut self.parts.recent);
            }
        }
        self.parts.recent = kept;
    }

    fn choose_blends(&mut self) {
        let usual = Settings::default();
        self.settings.cart = self.climb(Task::Cart, &self.parts.orders, usual.cart);
        self.settings.one = self.climb(Task::One, &self.parts.single, usual.one);
        self.settings.new = self.climb(Task::New, &self.parts.orders, usual.new);
    }

    /// From what does well in most shops, one kind of evidence after the other: more or less of it
    /// where that foretells surely better. And what everyone buys lately, where nothing foretells
    /// better than that.
    fn climb(&self, task: Task, orders: &Links, from: Blend) -> Blend {
        let mut blend = from;
        let mut reached = self.blended(task, orders, &blend);
        let mut add = |amounts: &[f32], with: fn(Blend, f32) -> Blend| {
            let others = amounts.iter().map(|amount| with(blend, *amount));
            let others = others.filter(|other| *other != blend);
            let tried = others.map(|other| (other, self.blended(task, orders, &other)));
            if let Some(better) = best_of(&mut reached, tried) {
                blend = better;
            }
        };
        if task != Task::New {
            add(&USERS, |blend, users| Blend { users, ..blend });
        }
        if task == Task::New {
            add(&ORDERS, |blend, orders| Blend { orders, ..blend });
        }
        add(&RECENT, |blend, recent| Blend { recent, ..blend });
        add(&CONTENT, |blend, content| Blend { content, ..blend });
        let popular = self.blended(task, orders, &Blend::MOST_POPULAR);
        if worth(&popular) >= worth(&reached) {
            blend = Blend::MOST_POPULAR;
        }
        blend
    }

    fn choose_again(&mut self) {
        let cases = self.cases.of_task(Task::Next);
        let items = self.parts.items.len();
        // New things are the same whatever is said of old ones.
        let new: Vec<Vec<Scored>> = cases
            .par_iter()
            .map_init(
                || Desk::new(items),
                |desk, case| {
                    let blend = &self.settings.new;
                    self.parts.new_things(desk, case.customer, &[], blend, AT)
                },
            )
            .collect();
        let attempt = |again: &Again| {
            cases
                .par_iter()
                .zip(&new)
                .map(|(case, new)| {
                    let all = |_: &_| true;
                    let list = self.parts.next(case.customer, new, again, AT, all);
                    gain(&list, case)
                })
                .collect::<Vec<Gain>>()
        };
        let mut again = Again {
            recent: 0.0,
            ripe: 0.0,
            new: 0.0,
            popular: false,
        };
        let mut reached = attempt(&again);
        let mut add = |others: &[Again]| {
            let tried = others.iter().map(|other| (*other, attempt(other)));
            best_of(&mut reached, tried)
        };
        let with = |again: Again| AGAIN_RECENT.map(|recent| Again { recent, ..again });
        again = add(&with(again)).unwrap_or(again);
        let with = |again: Again| AGAIN_RIPE.map(|ripe| Again { ripe, ..again });
        again = add(&with(again)).unwrap_or(again);
        let with = |again: Again| AGAIN_NEW.map(|new| Again { new, ..again });
        again = add(&with(again)).unwrap_or(again);
        let popular = gains(items, cases, |desk, _| self.parts.popular(desk, AT));
        again.popular = worth(&popular) > worth(&reached);
        self.settings.again = again;
    }

    fn reached(&self) -> Vec<Reached> {
        let parts = &self.parts;
        Task::ALL
            .into_iter()
            .map(|task| {
                let cases = self.cases.of_task(task);
                let chosen = gains(parts.items.len(), cases, |desk, case| {
                    parts.list(desk, task, case, &self.settings)
                });
                let popular = self.blended(task, &Links::default(), &Blend::MOST_POPULAR);
                let ndcg = |gains: &[Gain]| {
                    let sum: f64 = gains.iter().map(|gain| gain.ndcg).sum();
                    sum / real(gains.len().max(1))
                };
                Reached {
                    task,
                    cases: cases.len(),
                    ndcg: ndcg(&chosen),
                    popular: ndcg(&popular),
                }
            })
            .collect()
    }
}
