//! For one customer: what they may like, what they may be out of, and what newcomers buy.

use crate::{
    Rules,
    behaviour::{DeedKind, Done},
    desk::{Desk, Scored},
    goes_with::SPARE,
    gram::Member,
    num::{faded, single},
    people::Owned,
    reason::Reason,
    recommender::{Recommender, Suggestion},
    rules::{Filter, Place},
};

/// Days after which what someone looked at counts half.
const FORGOTTEN: u16 = 30;
/// Days for which a wish or a cart that was left is brought up again.
const REMEMBERED: i32 = 90;
/// Times after which someone buys a thing again and again, whatever others do.
const HABIT: u32 = 3;
/// How ripe another purchase must be before it is brought up.
const RIPE: f64 = 0.5;
/// Products of which a suggestion may follow that are asked for their counts.
const ASKED: usize = 3;

/// Where a suggestion comes from, until it is known whether it is shown.
#[derive(Clone, Copy)]
enum Found {
    Wanted,
    Did(Done),
    Again(Owned),
    New(Scored),
}

impl Recommender {
    /// What newcomers buy: what is popular now as the back-test counts it best, of one category or
    /// of all.
    pub fn for_newcomers(
        &self,
        category: Option<&str>,
        most: usize,
        rules: &Rules,
    ) -> Vec<Suggestion> {
        let filter = self.filter(rules);
        Self::sifted(&[], &filter, self.popular_now(category), most)
    }

    /// What is popular now, most first. Where hardly anything was bought lately, nothing is.
    pub(crate) fn popular_now(&self, category: Option<&str>) -> Vec<Suggestion> {
        let parts = &self.model.parts;
        let word = category.map(|name| self.catalogue.category_named(name));
        let of_category = |product: u32| match word {
            Some(word) => word.is_some() && self.catalogue.category_word(product) == word,
            None => true,
        };
        let order = parts.recent.order.iter();
        let products = order.map(|rank| (*rank, parts.items.product(*rank)));
        products
            .filter(|(_, product)| of_category(*product))
            .map(|(rank, product)| Suggestion {
                product,
                reason: self.popular(product),
                score: parts.recent.share[rank as usize],
            })
            // A list of what one order held is noise.
            .filter(|found| matches!(found.reason, Reason::Popular { orders, .. } if orders > 1))
            .take(10 * SPARE)
            .collect()
    }

    /// The list for a customer.
    pub(crate) fn for_customer(
        &self,
        desk: &mut Desk,
        customer: u32,
        most: usize,
        filter: &Filter,
        newcomers: &[Suggestion],
    ) -> Vec<Suggestion> {
        let parts = &self.model.parts;
        let deeds = self.behaviour.of_customer(customer);
        let unknown = parts.people.baskets(customer) == 0;
        if unknown && deeds.is_empty() {
            return Self::sifted(&[], filter, newcomers.iter().copied(), most);
        }
        let more = self.interests(deeds);
        let settings = &self.model.settings;
        let new = parts.new_things(desk, customer, &more, &settings.new, most + SPARE);
        let owned = |product: u32| {
            parts
                .people
                .owns(customer, product)
                .is_some_and(|owned| !self.is_again(&owned))
        };
        let place = Place {
            beside: &[],
            owned: &owned,
        };
        let wanted = filter.wanted(place);
        let mut list: Vec<(u32, Found)> = Vec::with_capacity(new.len() + 8);
        list.extend(wanted.iter().map(|product| (*product, Found::Wanted)));
        let mut add = |product: u32, found: Found| {
            if list.iter().all(|(known, _)| *known != product) {
                list.push((product, found));
            }
        };
        for done in self.left_behind(customer, deeds) {
            add(done.product, Found::Did(done));
        }
        // One thing that is due, one that is new, and so on: either alone would be half a list.
        let mut due = self.due(customer).into_iter();
        let mut fresh = new
            .iter()
            .map(|scored| (parts.items.product(scored.rank), *scored));
        loop {
            let (again, other) = (due.next(), fresh.next());
            if let Some(owned) = again {
                add(owned.product, Found::Again(owned));
            }
            if let Some((product, scored)) = other {
                add(product, Found::New(scored));
            }
            if again.is_none() && other.is_none() {
                break;
            }
        }
        let shown = filter.sift(place, list, |(product, _)| *product, most);
        self.explained(desk, customer, &more, shown)
    }

    /// Whether someone buys a thing again and again: as everyone does, or as only they do.
    fn is_again(&self, owned: &Owned) -> bool {
        owned.times >= HABIT || self.rebuy(owned.product).is_usual()
    }

    /// What someone looked at, wished for or put into a cart, as a part of their taste.
    fn interests(&self, deeds: &[Done]) -> Vec<Member> {
        let parts = &self.model.parts;
        let interest = |done: &Done| {
            let worth = match done.kind() {
                DeedKind::Viewed => 0.3,
                DeedKind::Wished => 0.8,
                DeedKind::Carted => 1.0,
            };
            Some(Member {
                rank: parts.items.rank(self.catalogue.now(done.product))?,
                weight: single(worth * faded(parts.as_of - done.day, Some(FORGOTTEN))),
            })
        };
        deeds.iter().filter_map(interest).collect()
    }

    /// Carts that were left, then wishes, each newest first, that were not bought since.
    fn left_behind(&self, customer: u32, deeds: &[Done]) -> Vec<Done> {
        let parts = &self.model.parts;
        let open = |done: &Done| {
            let bought = parts.people.owns(customer, done.product);
            done.kind() != DeedKind::Viewed
                && parts.as_of - done.day <= REMEMBERED
                && bought.is_none_or(|owned| owned.last < done.day)
        };
        let now = deeds.iter().map(|done| Done {
            product: self.catalogue.now(done.product),
            ..*done
        });
        let mut left: Vec<Done> = now.filter(open).collect();
        left.sort_by_key(|done| (std::cmp::Reverse((done.kind, done.day)), done.product));
        left
    }

    /// What someone buys again and again and is likely to be out of, ripest habits first.
    fn due(&self, customer: u32) -> Vec<Owned> {
        let parts = &self.model.parts;
        let again = &self.model.settings.again;
        let mut due: Vec<(f32, Owned)> = Vec::new();
        for owned in parts.people.of_customer(customer) {
            let Some(rank) = parts.items.rank(owned.product) else {
                continue;
            };
            let ripe = self.rebuy(owned.product).ripe(parts.as_of - owned.last);
            if self.is_again(owned) && ripe >= RIPE {
                due.push((parts.again(customer, again, owned, rank), *owned));
            }
        }
        due.sort_by(|one, other| {
            let by_score = other.0.total_cmp(&one.0);
            by_score.then(one.1.product.cmp(&other.1.product))
        });
        due.into_iter().map(|(_, owned)| owned).collect()
    }

    /// Suggestions with their reasons.
    fn explained(
        &self,
        desk: &mut Desk,
        customer: u32,
        more: &[Member],
        shown: Vec<(u32, Found)>,
    ) -> Vec<Suggestion> {
        let parts = &self.model.parts;
        let new = shown.iter().filter_map(|(_, found)| match found {
            Found::New(scored) => Some(scored.rank),
            _ => None,
        });
        let new: Vec<u32> = new.collect();
        let taste: Vec<Member> = parts
            .people
            .taste(&parts.items, customer)
            .chain(more.iter().copied())
            .collect();
        let spoken = self.spoken_for(desk, &taste, &new);
        let since = |day: i32| parts.as_of.saturating_sub(day).max(0).unsigned_abs();
        let mut spoken = spoken.into_iter();
        shown
            .into_iter()
            .map(|(product, found)| {
                let (reason, score) = match found {
                    Found::Wanted => (Reason::Merchant, f32::MAX),
                    Found::Did(done) => {
                        let did = Reason::Did {
                            what: done.kind(),
                            since: since(done.day),
                        };
                        (did, 1.0)
                    }
                    Found::Again(owned) => {
                        let gap = self.rebuy(product).gap;
                        let again = Reason::Again {
                            times: owned.times,
                            since: since(owned.last),
                            gap: Some(gap).filter(|gap| *gap > 0),
                        };
                        (again, 1.0)
                    }
                    Found::New(scored) => {
                        let by = spoken.next().unwrap_or_default();
                        (self.why_new(product, &by), scored.score)
                    }
                };
                Suggestion {
                    product,
                    reason,
                    score,
                }
            })
            .collect()
    }

    /// For each of these products the few of someone's taste that speak for it most.
    fn spoken_for(&self, desk: &mut Desk, taste: &[Member], new: &[u32]) -> Vec<Vec<Member>> {
        let (parts, blend) = (&self.model.parts, &self.model.settings.new);
        let mut spoken: Vec<Vec<Member>> = vec![Vec::new(); new.len()];
        desk.wipe();
        for (at, rank) in new.iter().enumerate() {
            desk.place(*rank, at);
        }
        let kinds = [
            (&parts.users, blend.users),
            (&parts.orders, blend.orders),
            (&parts.content, blend.content),
        ];
        for member in taste {
            for (links, factor) in kinds.iter().filter(|(_, factor)| *factor > 0.0) {
                for to in links.of(member.rank) {
                    let Some(at) = desk.placed(to.rank) else {
                        continue;
                    };
                    let weight = factor * member.weight * to.weight;
                    if weight > 0.0 {
                        keep_strongest(&mut spoken[at], member.rank, weight);
                    }
                }
            }
        }
        spoken
    }

    fn why_new(&self, product: u32, by: &[Member]) -> Reason {
        let parts = &self.model.parts;
        for member in by {
            let with = parts.items.product(member.rank);
            let counts = self.evidence.same_people(with, product);
            if counts.says_something() {
                return Reason::SameBuyers { with, counts };
            }
        }
        let like = by.first().map(|member| parts.items.product(member.rank));
        let alike = like.and_then(|to| Some((to, self.how_alike(to, product)?)));
        match alike {
            Some((to, alike)) => Reason::Similar { to, alike },
            None => self.popular(product),
        }
    }
}

fn keep_strongest(few: &mut Vec<Member>, rank: u32, weight: f32) {
    if let Some(known) = few.iter_mut().find(|known| known.rank == rank) {
        known.weight += weight;
    } else {
        few.push(Member { rank, weight });
    }
    few.sort_by(|one, other| {
        let by_weight = other.weight.total_cmp(&one.weight);
        by_weight.then(one.rank.cmp(&other.rank))
    });
    few.truncate(ASKED);
}
