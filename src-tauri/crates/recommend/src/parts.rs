//! All that was learnt from baskets up to some day, and the scores that follow from it.

use pannier_core::{Cancel, Cancelled};

use crate::{
    Catalogue,
    cases::{Case, Task},
    content::Content,
    desk::{Desk, Scored},
    gram::{Gram, Member},
    history::Baskets,
    items::Items,
    links::Links,
    lists::Lists,
    measure::AT,
    num::{faded, id, single},
    people::{Owned, People, Rebuy},
    popular::Recent,
    ridge::{Care, explain},
    settings::{Again, Blend, Fit, Settings},
    work::Work,
};

/// Popular products that stand in for what nothing speaks for.
const FILL: usize = 200;
/// What popularity counts at least, so that no list ends early.
const LEAST: f32 = 1e-6;
/// The popularity that a product has which nobody bought lately.
const HARDLY: f64 = 0.02;

/// Links and counts, learnt from baskets up to some day.
#[derive(Debug, PartialEq)]
pub(crate) struct Parts {
    pub(crate) as_of: i32,
    pub(crate) items: Items,
    pub(crate) people: People,
    pub(crate) rebuy: Vec<Rebuy>,
    pub(crate) recent: Recent,
    pub(crate) orders: Links,
    pub(crate) single: Links,
    pub(crate) users: Links,
    pub(crate) content: Links,
}

/// The baskets of the ranked products, each faded by its age.
pub(crate) fn order_sets(
    baskets: Baskets,
    items: &Items,
    as_of: i32,
    half_life: Option<u16>,
) -> Lists<Member> {
    let mut sets = Lists::default();
    for basket in 0..baskets.len() {
        // Both members carry the root, so that their product is what is left of the basket.
        let weight = single(faded(as_of - baskets.day(basket), half_life).sqrt());
        let ranks = items.ranks(baskets.products(basket));
        sets.push(ranks.map(|rank| Member { rank, weight }));
    }
    sets
}

/// What a whole basket or customer counts on average, by which λ is scaled: evidence that has faded
/// needs less to hold it against.
fn scale(sets: &Lists<Member>) -> f64 {
    let all = sets.all();
    if all.is_empty() {
        return 1.0;
    }
    let sum: f64 = all
        .iter()
        .map(|member| f64::from(member.weight).powi(2))
        .sum();
    (sum / crate::num::real(all.len())).max(1e-3)
}

/// Links for each λ, from sets.
pub(crate) fn links(
    items: &Items,
    sets: &Lists<Member>,
    lambdas: &[f64],
    care: Care,
    cancel: &Cancel,
) -> Result<Vec<Links>, Cancelled> {
    let scale = scale(sets);
    let lambdas: Vec<f64> = lambdas.iter().map(|lambda| lambda * scale).collect();
    let gram = Gram::of(items.len(), sets, cancel)?;
    explain(&gram, &lambdas, care, cancel)
}

/// What is the same kind of thing, among ranked products.
pub(crate) fn content_links(items: &Items, content: &Content) -> Links {
    let mut lists = Lists::default();
    for rank in 0..id(items.len()) {
        let alike = content.of_product(items.product(rank));
        let mut alike: Vec<Member> = alike
            .iter()
            .filter_map(|other| {
                Some(Member {
                    rank: items.rank(other.rank)?,
                    weight: other.weight,
                })
            })
            .collect();
        alike.sort_unstable_by_key(|other| other.rank);
        lists.push(alike);
    }
    Links::from_lists(lists)
}

impl Parts {
    /// The number of steps of [`Parts::learn`].
    pub(crate) const STEPS: u64 = 5;

    /// Learns with what was chosen.
    pub(crate) fn learn(
        baskets: Baskets,
        catalogue: &Catalogue,
        content: &Content,
        settings: &Settings,
        work: &Work,
    ) -> Result<Self, Cancelled> {
        let cancel = work.cancel();
        let as_of = baskets.days().end;
        let items = Items::of(baskets, Items::least(baskets.len()));
        let people = People::of(baskets, as_of, settings.users.half_life);
        work.step()?;
        let rebuy = Rebuy::of_all(baskets, catalogue.len());
        work.step()?;
        let fit = |fit: Fit| -> Result<Links, Cancelled> {
            let sets = order_sets(baskets, &items, as_of, fit.half_life);
            let mut links = links(&items, &sets, &[fit.lambda], Care::Full, cancel)?;
            Ok(links.swap_remove(0))
        };
        let (orders, single) = if settings.orders.half_life == settings.single.half_life {
            let sets = order_sets(baskets, &items, as_of, settings.orders.half_life);
            let lambdas = [settings.orders.lambda, settings.single.lambda];
            let mut both = links(&items, &sets, &lambdas, Care::Full, cancel)?;
            let single = both.swap_remove(1);
            (both.swap_remove(0), single)
        } else {
            (fit(settings.orders)?, fit(settings.single)?)
        };
        work.step()?;
        let tastes = people.tastes(&items);
        let mut users = links(
            &items,
            &tastes,
            &[settings.users.lambda],
            Care::Full,
            cancel,
        )?;
        work.step()?;
        let recent = Recent::of(baskets, &items, as_of, settings.popular);
        let content = content_links(&items, content);
        work.step()?;
        Ok(Self {
            as_of,
            people,
            rebuy,
            recent,
            orders,
            single,
            users: users.swap_remove(0),
            content,
            items,
        })
    }

    /// Adds what speaks for each product, given what is in a cart or someone's taste.
    fn add(
        &self,
        desk: &mut Desk,
        query: impl Iterator<Item = Member>,
        orders: &Links,
        blend: &Blend,
    ) {
        let kinds = [
            (orders, blend.orders),
            (&self.users, blend.users),
            (&self.content, blend.content),
        ];
        for member in query {
            for (links, factor) in kinds {
                if factor > 0.0 {
                    let factor = factor * member.weight;
                    for to in links.of(member.rank) {
                        desk.add(to.rank, factor * to.weight);
                    }
                }
            }
        }
        for rank in self.recent.order.iter().take(FILL) {
            desk.add(*rank, 0.0);
        }
        let recent = blend.recent.max(LEAST);
        desk.raise(|rank| recent * self.recent.share[rank as usize]);
    }

    fn top(&self, desk: &Desk, most: usize) -> Vec<Scored> {
        desk.top(most, |rank| self.items.orders(rank))
    }

    /// What else belongs into a cart, by links of either kind.
    pub(crate) fn fill(
        &self,
        desk: &mut Desk,
        cart: &[u32],
        orders: &Links,
        blend: &Blend,
        most: usize,
    ) -> Vec<Scored> {
        desk.wipe();
        let query = cart.iter().map(|rank| Member {
            rank: *rank,
            weight: 1.0,
        });
        self.add(desk, query, orders, blend);
        for rank in cart {
            desk.shut(*rank);
        }
        self.top(desk, most)
    }

    /// Things that a customer does not have; `more` is what they looked at or wish for.
    pub(crate) fn new_things(
        &self,
        desk: &mut Desk,
        customer: u32,
        more: &[Member],
        blend: &Blend,
        most: usize,
    ) -> Vec<Scored> {
        desk.wipe();
        let taste = self.people.taste(&self.items, customer);
        self.add(desk, taste.chain(more.iter().copied()), &self.orders, blend);
        for owned in self.people.of_customer(customer) {
            if let Some(rank) = self.items.rank(owned.product) {
                desk.shut(rank);
            }
        }
        self.top(desk, most)
    }

    /// How likely a customer buys something again, against their other things.
    pub(crate) fn again(&self, customer: u32, again: &Again, owned: &Owned, rank: u32) -> f32 {
        let baskets = f64::from(self.people.baskets(customer).max(1));
        let mut score = f64::from(owned.times) / baskets;
        if again.recent > 0.0 {
            let share = f64::from(self.recent.share[rank as usize]);
            score *= (share + HARDLY).powf(again.recent);
        }
        if again.ripe > 0.0 {
            let days = self.as_of.saturating_sub(owned.last);
            score *= self.rebuy[owned.product as usize]
                .ripe(days)
                .powf(again.ripe);
        }
        crate::num::single(score)
    }

    /// Old and new things in one list, given the new ones. `may_repeat` says which old ones.
    pub(crate) fn next(
        &self,
        customer: u32,
        new: &[Scored],
        again: &Again,
        most: usize,
        may_repeat: impl Fn(&Owned) -> bool,
    ) -> Vec<Scored> {
        let owned = self.people.of_customer(customer).iter();
        let mut all: Vec<Scored> = owned
            .filter(|owned| may_repeat(owned))
            .filter_map(|owned| {
                let rank = self.items.rank(owned.product)?;
                let score = self.again(customer, again, owned, rank);
                Some(Scored { rank, score })
            })
            .collect();
        let best = all.iter().map(|scored| scored.score).fold(0.0, f32::max);
        let best = if best > 0.0 { best } else { 1.0 };
        let first = new.first().map_or(1.0, |first| first.score);
        let scale = best * again.new.max(LEAST) / if first > 0.0 { first } else { 1.0 };
        all.extend(new.iter().map(|scored| Scored {
            rank: scored.rank,
            score: scored.score * scale,
        }));
        all.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            let orders = |scored: &Scored| self.items.orders(scored.rank);
            let by_orders = || orders(other).cmp(&orders(one));
            by_score
                .then_with(by_orders)
                .then(one.rank.cmp(&other.rank))
        });
        all.truncate(most);
        all
    }

    /// What everyone buys lately.
    pub(crate) fn popular(&self, desk: &mut Desk, most: usize) -> Vec<Scored> {
        self.fill(desk, &[], &self.orders, &Blend::MOST_POPULAR, most)
    }

    /// The list for a case of the back-test.
    pub(crate) fn list(
        &self,
        desk: &mut Desk,
        task: Task,
        case: &Case,
        settings: &Settings,
    ) -> Vec<Scored> {
        match task {
            Task::Next if settings.again.popular => self.popular(desk, AT),
            Task::Next => {
                let new = self.new_things(desk, case.customer, &[], &settings.new, AT);
                self.next(case.customer, &new, &settings.again, AT, |_| true)
            }
            Task::New => self.new_things(desk, case.customer, &[], &settings.new, AT),
            Task::Cart => self.fill(desk, &case.cart, &self.orders, &settings.cart, AT),
            Task::One => self.fill(desk, &case.cart, &self.single, &settings.one, AT),
            Task::Newcomer => self.popular(desk, AT),
        }
    }
}
