//! What people have to do with the shop's products, and their points: worked out once for a state of
//! the shop, so that one person's copy of a mail is a few look-ups.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use pannier_compose::{PointsValues, ProductSource};
use pannier_core::{Cancel, CustomerId, Day, OrderFlags, Reporter, Timestamp};
use pannier_recommend::{Reason, Rules, Suggestion};
use pannier_store::{BehaviourKind, People, ReadTx};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Result, Shop,
    loyalty::{current_programme, last_day_of},
    people::{Everyone, everyone},
    products::wares,
    shop::lock,
    suggesting::{Trained, shop_rules, trained},
    wares::Wares,
};

/// Products of one person and source that are looked at: a mail shows twelve at most.
const MOST: usize = 24;
/// Products that were sold first within so many days, or not yet, are new.
const NEW_DAYS: i32 = 60;
/// The last products of someone that new ones are like.
const LIKE: usize = 6;

/// A product that was picked for someone, by its key; kept as it is where there is a reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Pick {
    /// Without a reason.
    Plain(String),
    /// With one.
    Because(String, Why),
}

/// Why a product was picked. Products are keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Why {
    /// It goes with something that they have.
    GoesWith(String),
    /// It is like something that they have.
    Like(String),
    /// They bought it before.
    Again,
    /// Many buy it these days.
    Popular,
}

impl Pick {
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Plain(key) | Self::Because(key, _) => key,
        }
    }

    pub(super) fn why(&self) -> Option<&Why> {
        match self {
            Self::Plain(_) => None,
            Self::Because(_, why) => Some(why),
        }
    }
}

/// Something that someone did with a product.
#[derive(Debug, Clone, Copy)]
struct Did {
    ware: u32,
    day: i32,
}

/// One state of the shop. Products are places in the list of products.
pub(super) struct Shelf {
    pub(super) all: Arc<Everyone>,
    pub(super) wares: Arc<Wares>,
    /// Who is one person.
    pub(super) joined: People,
    trained: Arc<Trained>,
    rules: Rules,
    by_key: HashMap<String, u32>,
    /// By person, the newest first.
    wished: HashMap<i64, Vec<Did>>,
    viewed: HashMap<i64, Vec<Did>>,
    carted: HashMap<i64, Vec<Did>>,
    /// By dense customer index of the orders, oldest first.
    bought: Vec<Vec<Did>>,
    /// New products that are like a product.
    new_like: HashMap<u32, Vec<u32>>,
    points: HashMap<i64, PointsValues>,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

/// What was worked out last, and of which state it is.
#[derive(Debug)]
pub(crate) struct Kept {
    generation: u32,
    points: u32,
    today: Day,
    shelf: Arc<Shelf>,
}

/// What people have as things stand.
///
/// # Errors
/// [`crate::Code::Cancelled`], or what the shop file says.
pub(super) fn shelf(shop: &Shop, reporter: &Reporter, cancel: &Cancel) -> Result<Arc<Shelf>> {
    let (generation, points) = (shop.generation(), shop.points_generation());
    let today = shop.context()?.today;
    if let Some(kept) = &*lock(&shop.campaigns.shelf)
        && (kept.generation, kept.points, kept.today) == (generation, points, today)
    {
        return Ok(Arc::clone(&kept.shelf));
    }
    let shelf = Arc::new(Shelf::of(shop, reporter, cancel)?);
    *lock(&shop.campaigns.shelf) = Some(Kept {
        generation,
        points,
        today,
        shelf: Arc::clone(&shelf),
    });
    Ok(shelf)
}

impl Shelf {
    fn of(shop: &Shop, reporter: &Reporter, cancel: &Cancel) -> Result<Self> {
        let trained = trained(shop, reporter, cancel)?;
        let all = everyone(shop)?;
        let (_, _, wares) = wares(shop)?;
        let rules = shop_rules(shop, &wares)?;
        let now = shop.clock().now();
        let zone = shop.context()?.zone;
        let by_key = (0_u32..)
            .zip(&wares.list)
            .map(|(place, ware)| (ware.key.clone(), place))
            .collect();
        let (deeds, people, points) = shop.read(|tx| {
            let points = points(tx, &all, now)?;
            Ok((tx.shelf_deeds()?, tx.people()?, points))
        })?;
        let of_files: HashMap<i64, u32> = (0_u32..)
            .zip(&wares.list)
            .filter(|(_, ware)| ware.id % 2 == 0)
            .map(|(place, ware)| (ware.id / 2, place))
            .collect();
        let sold: HashMap<i64, u32> = all
            .facts
            .products
            .id
            .iter()
            .copied()
            .zip(wares.of_sold.iter().copied())
            .collect();
        let mut kinds: [HashMap<i64, Vec<Did>>; 3] = Default::default();
        for deed in &deeds {
            let by_file = deed.catalogue.and_then(|id| of_files.get(&id));
            let Some(ware) = by_file.or_else(|| deed.sold_as.and_then(|id| sold.get(&id))) else {
                continue;
            };
            let kind = match deed.kind {
                BehaviourKind::Wishlist => 0,
                BehaviourKind::View => 1,
                BehaviourKind::Cart => 2,
            };
            let did = Did {
                ware: *ware,
                day: zone.day_of(deed.at).number(),
            };
            let person = people.person(deed.customer);
            kinds[kind].entry(person.0).or_default().push(did);
        }
        for lists in &mut kinds {
            for list in lists.values_mut() {
                list.sort_by_key(|did| std::cmp::Reverse(did.day));
            }
        }
        let [wished, viewed, carted] = kinds;
        let bought = bought(&all, &wares);
        let mut shelf = Self {
            all,
            wares,
            joined: people,
            trained,
            rules,
            by_key,
            wished,
            viewed,
            carted,
            bought,
            new_like: HashMap::new(),
            points,
        };
        shelf.new_like = shelf.new_like();
        Ok(shelf)
    }

    /// New products that are like others, of every product that anyone bought.
    fn new_like(&self) -> HashMap<u32, Vec<u32>> {
        let mut first: HashMap<u32, i32> = HashMap::new();
        for did in self.bought.iter().flatten() {
            let day = first.entry(did.ware).or_insert(did.day);
            *day = did.day.min(*day);
        }
        let since = self.all.as_of.number() - NEW_DAYS;
        let is_new = |ware: u32| {
            let shown = &self.wares.list[ware as usize];
            let first_sold = first.get(&ware);
            shown.offered && !shown.gift_card && first_sold.is_none_or(|day| *day >= since)
        };
        let new: HashSet<u32> = (0..u32::try_from(self.wares.list.len()).unwrap_or(u32::MAX))
            .filter(|ware| is_new(*ware))
            .collect();
        // In a shop that is as new as its products none stands out.
        if new.is_empty() || new.len() == self.wares.list.len() {
            return HashMap::new();
        }
        let known: Vec<u32> = first.into_keys().collect();
        known
            .into_par_iter()
            .filter_map(|ware| {
                let product = self.trained.places.product(ware as usize);
                let found = self.trained.recommender.similar(product, 30, &self.rules);
                let like: Vec<u32> = found
                    .iter()
                    .filter_map(|one| u32::try_from(self.trained.places.ware(one.product)).ok())
                    .filter(|other| new.contains(other) && *other != ware)
                    .take(MOST)
                    .collect();
                (!like.is_empty()).then_some((ware, like))
            })
            .collect()
    }

    /// The product of a key, as long as it is there.
    pub(super) fn ware(&self, key: &str) -> Option<&crate::wares::Ware> {
        let place = self.by_key.get(key)?;
        Some(&self.wares.list[*place as usize])
    }

    /// What someone's points are; nothing without an account.
    pub(super) fn points(&self, person: CustomerId) -> Option<&PointsValues> {
        self.points.get(&person.0)
    }

    /// What the last cart that someone left came to, in the shop's currency.
    pub(super) fn cart(&self, person: CustomerId) -> Option<i64> {
        let place = self.all.person(person.0)?;
        let last = self.all.people.carts.of_person(place).last()?;
        (last.currency == self.all.currency).then_some(last.total)
    }

    fn bought_by(&self, person: CustomerId) -> &[Did] {
        let place = self.all.person(person.0);
        let buyer = place.and_then(|place| self.all.buyer.get(place));
        let own = buyer.and_then(|buyer| self.bought.get(*buyer as usize));
        own.map_or(&[], Vec::as_slice)
    }

    /// Each product once, the newest first, without what was bought since, is not sold, or is a gift
    /// card.
    fn still_wanted(&self, did: Option<&Vec<Did>>, person: CustomerId, most: usize) -> Vec<u32> {
        let bought = self.bought_by(person);
        let mut found: Vec<u32> = Vec::new();
        for one in did.into_iter().flatten() {
            let shown = &self.wares.list[one.ware as usize];
            let has = bought
                .iter()
                .any(|own| own.ware == one.ware && own.day >= one.day);
            if !has && shown.offered && !shown.gift_card && !found.contains(&one.ware) {
                found.push(one.ware);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// Who noted or looked at anything that they can still buy; in the order of the people.
    pub(super) fn has_wishes(&self, people: &[CustomerId]) -> Vec<bool> {
        let wished = self.products(people, &ProductSource::Wishlist, 1);
        let viewed = self.products(people, &ProductSource::Viewed, 1);
        let either = wished.iter().zip(&viewed);
        either
            .map(|(wished, viewed)| !wished.is_empty() || !viewed.is_empty())
            .collect()
    }

    fn key(&self, ware: u32) -> String {
        self.wares.list[ware as usize].key.clone()
    }

    /// Products of people by their source, best first; the same order as the people.
    pub(super) fn products(
        &self,
        people: &[CustomerId],
        source: &ProductSource,
        most: usize,
    ) -> Vec<Vec<Pick>> {
        let most = most.min(MOST);
        let keys = |wares: Vec<u32>| -> Vec<Pick> {
            let plain = |ware: u32| Pick::Plain(self.key(ware));
            wares.into_iter().map(plain).collect()
        };
        let each = |of: &(dyn Fn(CustomerId) -> Vec<u32> + Sync)| {
            people.par_iter().map(|person| keys(of(*person))).collect()
        };
        match source {
            ProductSource::Chosen { products } => {
                let there = products.iter().filter(|key| self.ware(key).is_some());
                let there: Vec<Pick> = there.take(most).cloned().map(Pick::Plain).collect();
                vec![there; people.len()]
            }
            ProductSource::Wishlist => {
                each(&|person| self.still_wanted(self.wished.get(&person.0), person, most))
            }
            ProductSource::Viewed => {
                each(&|person| self.still_wanted(self.viewed.get(&person.0), person, most))
            }
            ProductSource::Cart => {
                each(&|person| self.still_wanted(self.carted.get(&person.0), person, most))
            }
            ProductSource::LastBought => each(&|person| {
                let bought = self.bought_by(person);
                let last = bought.last().map(|did| did.day);
                let mut found: Vec<u32> = Vec::new();
                for did in bought.iter().rev().take_while(|did| Some(did.day) == last) {
                    if !found.contains(&did.ware) && found.len() < most {
                        found.push(did.ware);
                    }
                }
                found
            }),
            ProductSource::NewLikeBought => people
                .par_iter()
                .map(|person| self.new_for(*person, most))
                .collect(),
            ProductSource::Recommended => self.recommended(people, most),
        }
    }

    fn new_for(&self, person: CustomerId, most: usize) -> Vec<Pick> {
        let bought = self.bought_by(person);
        let mut seen: Vec<u32> = Vec::new();
        for did in bought.iter().rev() {
            if !seen.contains(&did.ware) {
                seen.push(did.ware);
            }
            if seen.len() == LIKE {
                break;
            }
        }
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (own, other) in seen
            .iter()
            .filter_map(|ware| Some((*ware, self.new_like.get(ware)?)))
            .flat_map(|(own, like)| like.iter().map(move |other| (own, *other)))
        {
            let has = bought.iter().any(|did| did.ware == other);
            if !has && found.iter().all(|(known, _)| *known != other) && found.len() < most {
                found.push((other, own));
            }
        }
        found
            .into_iter()
            .map(|(ware, own)| Pick::Because(self.key(ware), Why::Like(self.key(own))))
            .collect()
    }

    fn recommended(&self, people: &[CustomerId], most: usize) -> Vec<Vec<Pick>> {
        let index = |person: &CustomerId| {
            let place = self.all.person(person.0);
            let buyer = place.and_then(|place| self.all.buyer.get(place).copied());
            buyer.unwrap_or(pannier_core::NO_CUSTOMER)
        };
        let customers: Vec<u32> = people.iter().map(index).collect();
        // Too few orders to tell: nothing is recommended rather than noise.
        let found = self
            .trained
            .recommender
            .recommend_for(&customers, most, &self.rules);
        let found = found.unwrap_or_else(|_| vec![Vec::new(); people.len()]);
        found
            .par_iter()
            .zip(people)
            .map(|(list, person)| {
                let own = self.bought_by(*person);
                list.iter().map(|one| self.suggested(one, own)).collect()
            })
            .collect()
    }

    /// A suggestion to someone who bought these, with its reason as readers understand it.
    fn suggested(&self, one: &Suggestion, own: &[Did]) -> Pick {
        let place = |product: u32| self.trained.places.ware(product);
        let key = |product: u32| self.wares.list[place(product)].key.clone();
        // “Your” is said only of what they have.
        let theirs = |product: u32| own.iter().any(|did| did.ware as usize == place(product));
        let why = match one.reason {
            Reason::Together { with: other, .. }
            | Reason::SameBuyers { with: other, .. }
            | Reason::Later { after: other, .. } => {
                theirs(other).then(|| Why::GoesWith(key(other)))
            }
            Reason::Similar { to: other, .. } | Reason::StepUp { from: other, .. } => {
                theirs(other).then(|| Why::Like(key(other)))
            }
            Reason::Again { .. } => Some(Why::Again),
            Reason::Popular { .. } => Some(Why::Popular),
            // What someone looked at is theirs to know, and what is wanted shown is the merchant’s.
            Reason::Did { .. } | Reason::Merchant => None,
        };
        let key = key(one.product);
        match why {
            None => Pick::Plain(key),
            Some(why) => Pick::Because(key, why),
        }
    }
}

/// What everyone bought in orders that count.
fn bought(all: &Everyone, wares: &Wares) -> Vec<Vec<Did>> {
    let facts = &all.facts;
    let mut bought: Vec<Vec<Did>> = vec![Vec::new(); facts.customer_ids.len()];
    for order in 0..facts.len() {
        let customer = facts.customer[order] as usize;
        let flags = facts.flags[order];
        let counts = !flags.has(OrderFlags::TEST) && !flags.has(OrderFlags::CANCELLED);
        let Some(list) = bought.get_mut(customer).filter(|_| counts) else {
            continue;
        };
        for line in facts.lines.of(order) {
            if let Some(ware) = wares.of_sold.get(facts.lines.product[line] as usize) {
                list.push(Did {
                    ware: *ware,
                    day: facts.day[order],
                });
            }
        }
    }
    bought
}

/// Points of everyone with an account.
fn points(tx: &ReadTx, all: &Everyone, now: Timestamp) -> Result<HashMap<i64, PointsValues>> {
    let mut points: HashMap<i64, PointsValues> = HashMap::new();
    let Some(programme) = current_programme(tx, now)? else {
        return Ok(points);
    };
    let facts = pannier_loyalty::points_facts(tx, &all.people, now)?;
    let people = tx.people()?;
    let zone = tx.shop()?.zone;
    let next = programme
        .cheapest_reward()
        .map(|reward| (reward.costs, programme.gives(&reward.gives)));
    let mut holders: HashMap<i64, i64> = HashMap::new();
    let mut accounts: HashMap<i64, i64> = HashMap::new();
    for account in tx.ledger_accounts()? {
        accounts.insert(account.id, account.holder);
        let Some(person) = account.customer.map(|customer| people.person(customer)) else {
            continue;
        };
        holders.insert(account.holder, person.0);
        let Some(place) = all.person(person.0) else {
            continue;
        };
        let balance = facts.available(place);
        let tier = facts.tier(place) as usize;
        points.entry(person.0).or_insert_with(|| PointsValues {
            balance: balance.max(0),
            tier: facts.tier.names.get(tier).cloned().unwrap_or_default(),
            next_reward: next
                .as_ref()
                .map(|(costs, gives)| ((costs - balance).max(0), gives.clone())),
            ..PointsValues::default()
        });
    }
    let mut goes: HashMap<i64, (Timestamp, i64)> = HashMap::new();
    for lot in tx.ledger_lots()? {
        let Some(person) = holders.get(&lot.holder) else {
            continue;
        };
        if lot.counts_from > now
            && let Some(own) = points.get_mut(person)
        {
            own.pending += lot.points;
        }
        if let Some(at) = lot.expires_at {
            let first = goes.entry(*person).or_insert((at, 0));
            if at < first.0 {
                *first = (at, 0);
            }
            if at == first.0 {
                first.1 += lot.points;
            }
        }
    }
    for (person, (at, count)) in goes {
        if let Some(own) = points.get_mut(&person) {
            own.expiring = Some((count, last_day_of(zone, at)));
        }
    }
    let today = zone.day_of(now);
    let mut rewards = tx.rewards()?;
    rewards.sort_by_key(|reward| (reward.valid_until.is_none(), reward.valid_until));
    for reward in rewards {
        let is_open = reward.uses == 0
            && reward.taken_back_at.is_none()
            && reward.valid_until.is_none_or(|last| last >= today);
        let holder = accounts.get(&reward.account);
        let person = holder.and_then(|holder| holders.get(holder));
        let own = person.and_then(|person| points.get_mut(person));
        let said = serde_json::from_str::<pannier_loyalty::Reward>(&reward.terms);
        if let (true, Some(own), Ok(said)) = (is_open, own, said)
            && own.reward.is_none()
        {
            own.reward = Some((reward.code, programme.gives(&said.gives)));
        }
    }
    Ok(points)
}
