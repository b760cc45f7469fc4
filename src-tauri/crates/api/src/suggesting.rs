//! Suggestions: beside a product, for a customer, and how well they foretell this shop.

mod hand_over;
mod input;
mod rules;
mod trained;

use std::sync::Arc;

use pannier_analytics::{Formula, Question};
use pannier_core::{Cancel, CustomerId, Reporter};
use pannier_recommend::{
    Estimate, Reason, Suggestion, Task, TaskProof, TooFew, Verdict, WhyNothing,
};

pub use hand_over::export_suggestions;
pub use rules::{set_suggestion_rules, suggestion_rules};
pub(crate) use trained::TrainedCache;

use crate::{
    Result, Shop,
    figures::main_currency,
    order_list::page_of,
    pictures::PicturesHere,
    products::{gone, wares},
    suggesting::trained::{Trained, known},
    views::{
        Amount, CustomerSuggestions, ForetoldTask, OrderPage, ProductSuggestions, ProofVerdict,
        ProvenTask, Share, Suggested, SuggestedList, SuggestionProof, SuggestionQuality,
        SuggestionWork, TogetherAsked, WithoutSuggestion,
    },
};

/// Suggestions of a kind that are shown.
const SHOWN: usize = 8;

/// Of orders that are shown something, so many in 100 are taken to take it. An assumption, and said
/// to be one: shops report from 2 to 10.
const TAKE_PERCENT: u32 = 5;

/// Products without a suggestion that are named.
const NAMED: usize = 200;

/// Begins to look through the orders where they changed, so that suggestions are there when they
/// are asked for.
///
/// # Errors
/// What the shop file says.
pub fn prepare_suggestions(shop: &Arc<Shop>) -> Result<SuggestionWork> {
    Ok(known(shop)?.1)
}

/// Looks through the orders where they changed, and waits until it is done.
///
/// # Errors
/// [`crate::Code::Cancelled`], or what the shop file says.
pub fn learn_suggestions(shop: &Shop, reporter: &Reporter, cancel: &Cancel) -> Result<()> {
    trained::trained(shop, reporter, cancel).map(drop)
}

/// What is suggested beside a product.
///
/// # Errors
/// [`crate::Code::NotFound`], or what the shop file says.
pub fn product_suggestions(shop: &Arc<Shop>, id: i64) -> Result<ProductSuggestions> {
    let (trained, work) = known(shop)?;
    let Some(trained) = trained else {
        // Whether it is there at all can be told before anything was learnt.
        wares(shop)?.2.place(id).ok_or_else(gone)?;
        return Ok(ProductSuggestions {
            work,
            goes_with: SuggestedList::none(),
            later: SuggestedList::none(),
            similar: SuggestedList::none(),
            step_up: SuggestedList::none(),
        });
    };
    let place = trained.wares.place(id).ok_or_else(gone)?;
    let product = trained.places.product(place);
    let rules = rules::rules(shop, &trained.wares)?;
    let showing = Showing::of(shop, &trained)?;
    let recommender = &trained.recommender;
    let goes_with = match recommender.goes_with(product, SHOWN, &rules) {
        Ok(list) if list.is_empty() => {
            let why = recommender.why_nothing_goes_with(product, &rules);
            SuggestedList::nothing(why.unwrap_or(WhyNothing::Alone).to_string())
        }
        other => showing.list(
            other,
            "Nothing is bought with it more often than chance says",
        ),
    };
    let later = recommender.then_bought(product, SHOWN, &rules);
    let similar = recommender.similar(product, SHOWN, &rules);
    let step_up = recommender.step_up(product, SHOWN, &rules);
    Ok(ProductSuggestions {
        work,
        goes_with,
        later: showing.list(later, "Its buyers come back for nothing in particular"),
        similar: showing.list(Ok(similar), "No other product is of its kind"),
        step_up: showing.list(
            Ok(step_up),
            "Nobody chose a dearer product of its kind over it",
        ),
    })
}

/// What is suggested to a customer.
///
/// # Errors
/// What the shop file says.
pub fn customer_suggestions(shop: &Arc<Shop>, customer: CustomerId) -> Result<CustomerSuggestions> {
    let (trained, work) = known(shop)?;
    let Some(trained) = trained else {
        return Ok(CustomerSuggestions {
            work,
            suggested: SuggestedList::none(),
        });
    };
    let person = shop.read(|tx| Ok(tx.people()?.person(customer)))?;
    let rules = rules::rules(shop, &trained.wares)?;
    let showing = Showing::of(shop, &trained)?;
    let ids = &trained.facts.customer_ids;
    let known = ids.iter().position(|id| *id == person.0);
    // Whoever has no order is shown what newcomers are.
    let index = known.and_then(|known| u32::try_from(known).ok());
    let index = index.unwrap_or(pannier_core::NO_CUSTOMER);
    let found = trained.recommender.recommend_for(&[index], SHOWN, &rules);
    let found = found.map(|mut lists| lists.pop().unwrap_or_default());
    Ok(CustomerSuggestions {
        work,
        suggested: showing.list(found, "Your rules leave nothing to show"),
    })
}

/// A page of the orders behind a suggestion: those that count and hold both products.
///
/// # Errors
/// [`crate::Code::NotFound`] where a product is gone, or what the shop file says.
pub fn together_orders(shop: &Shop, input: &TogetherAsked) -> Result<OrderPage> {
    let (generation, explorer, wares) = wares(shop)?;
    let facts = explorer.facts();
    let currency = main_currency(facts, shop.context()?.currency);
    let one = wares.place(input.one).ok_or_else(gone)?;
    let other = wares.place(input.other).ok_or_else(gone)?;
    let holds = |order: u32, place: usize| {
        facts.lines.of(order as usize).any(|line| {
            let product = facts.lines.product[line] as usize;
            !facts.lines.gift_card[line]
                && facts.lines.quantity[line] > 0
                && wares.of_sold[product] as usize == place
        })
    };
    let mut positions = explorer.pick(&Question::all(Formula::Goods, currency));
    positions.retain(|order| holds(*order, one) && holds(*order, other));
    positions.reverse();
    page_of(
        shop,
        (generation, facts),
        &positions,
        currency,
        (input.offset, input.limit),
    )
}

/// How suggestions do in this shop.
///
/// # Errors
/// What the shop file says.
pub fn suggestion_quality(shop: &Arc<Shop>) -> Result<SuggestionQuality> {
    let (trained, work) = known(shop)?;
    let mut quality = SuggestionQuality {
        work,
        proof: None,
        extra_units: None,
        take_percent: TAKE_PERCENT,
        products: 0,
        without: Vec::new(),
        without_count: 0,
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
    let offered = (0..trained.wares.list.len()).filter(|place| {
        trained.wares.list[*place].offered && !trained.wares.list[*place].gift_card
    });
    let offered: Vec<usize> = offered.collect();
    quality.products = count(offered.len());
    if let Ok(shown) = recommender.goes_with_all(1, &rules) {
        quality.extra_units = recommender.extra_pieces(&shown, f64::from(TAKE_PERCENT) / 100.0);
        for place in offered {
            let product = trained.places.product(place);
            if !shown[product as usize].is_empty() {
                continue;
            }
            quality.without_count += 1;
            if quality.without.len() < NAMED {
                let why = recommender.why_nothing_goes_with(product, &rules);
                quality.without.push(WithoutSuggestion {
                    id: trained.wares.list[place].id,
                    name: trained.wares.list[place].name.clone(),
                    why: why.unwrap_or(WhyNothing::Alone).to_string(),
                });
            }
        }
    } else {
        quality.without_count = quality.products;
    }
    Ok(quality)
}

/// How suggestions are shown: names, pictures and prices of the list of products.
struct Showing<'t> {
    trained: &'t Trained,
    here: PicturesHere,
    currency: pannier_core::Currency,
}

impl<'t> Showing<'t> {
    fn of(shop: &Shop, trained: &'t Trained) -> Result<Self> {
        let base = shop.context()?.currency;
        Ok(Self {
            trained,
            here: PicturesHere::of(shop)?,
            currency: main_currency(&trained.facts, base),
        })
    }

    fn list(
        &self,
        found: std::result::Result<Vec<Suggestion>, TooFew>,
        nothing: &str,
    ) -> SuggestedList {
        match found {
            Err(too_few) => SuggestedList::nothing(too_few.to_string()),
            Ok(list) if list.is_empty() => SuggestedList::nothing(nothing.to_owned()),
            Ok(list) => SuggestedList {
                list: list.iter().map(|one| self.one(one)).collect(),
                nothing: None,
            },
        }
    }

    fn one(&self, suggestion: &Suggestion) -> Suggested {
        let place = self.trained.places.ware(suggestion.product);
        let ware = &self.trained.wares.list[place];
        let recommender = &self.trained.recommender;
        let price = recommender.price(suggestion.product);
        let together = match suggestion.reason {
            Reason::Together { with, counts } => {
                let with = &self.trained.wares.list[self.trained.places.ware(with)];
                Some((with.id, counts.both))
            }
            _ => None,
        };
        Suggested {
            id: ware.id,
            name: ware.name.clone(),
            picture: self.here.key(ware.picture.as_deref()),
            price: price.map(|minor| Amount::new(minor, self.currency)),
            reason: suggestion
                .reason
                .sentence(recommender.catalogue(), suggestion.product),
            together_with: together.map(|(with, _)| with),
            orders: together.map(|(_, both)| both),
        }
    }
}

impl SuggestedList {
    fn none() -> Self {
        Self {
            list: Vec::new(),
            nothing: None,
        }
    }

    fn nothing(why: String) -> Self {
        Self {
            list: Vec::new(),
            nothing: Some(why),
        }
    }
}

fn proven(proof: &TaskProof) -> ProvenTask {
    ProvenTask {
        task: match proof.task {
            Task::Next => ForetoldTask::Next,
            Task::New => ForetoldTask::New,
            Task::Cart => ForetoldTask::Cart,
            Task::One => ForetoldTask::One,
            Task::Newcomer => ForetoldTask::Newcomer,
        },
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

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
