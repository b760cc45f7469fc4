//! Suggestions: beside a product, for a customer, and how well they foretell this shop.

mod behind;
mod hand_over;
mod input;
mod quality;
mod rules;
mod trained;

use std::sync::Arc;

use pannier_core::{Cancel, CustomerId, Reporter};
use pannier_recommend::{Reason, Suggestion, TooFew, WhyNothing};

pub use behind::orders_behind;
pub use hand_over::{export_suggestions, preview_suggestions};
pub use quality::suggestion_quality;
pub(crate) use rules::rules as shop_rules;
pub use rules::{rule_words, set_suggestion_rules, suggestion_rules, usual_suggestion_rules};
pub(crate) use trained::{Trained, TrainedCache, trained};

use crate::{
    Result, Shop,
    figures::main_currency,
    pictures::PicturesHere,
    products::{gone, wares},
    suggesting::trained::known,
    views::{
        Amount, BehindKind, CustomerSuggestions, OrdersBehind, ProductSuggestions, Suggested,
        SuggestedList, SuggestionWork,
    },
};

/// Suggestions of a kind that are shown.
const SHOWN: usize = 8;

/// Begins to look through the orders where they changed, so that suggestions are there when they
/// are asked for; also where the merchant had stopped it.
///
/// # Errors
/// What the shop file says.
pub fn prepare_suggestions(shop: &Arc<Shop>) -> Result<SuggestionWork> {
    trained::go_on(shop);
    Ok(known(shop)?.1)
}

/// Begins to look through the orders in a moment, after an import or its undoing: what came is shown
/// first.
pub fn prepare_suggestions_soon(shop: &Arc<Shop>) {
    trained::begin_soon(shop);
}

/// How far it is with looking through the orders. Asking begins nothing.
pub fn suggestion_work(shop: &Shop) -> SuggestionWork {
    trained::work(shop)
}

/// Stops looking through the orders. It stays so until they change, or until the merchant wants it.
pub fn stop_suggestions(shop: &Shop) -> SuggestionWork {
    trained::stop(shop);
    trained::work(shop)
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
            here: PicturesHere::of(shop),
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
        Suggested {
            id: ware.id,
            name: ware.name.clone(),
            picture: self.here.key(ware.picture.as_deref()),
            price: price.map(|minor| Amount::new(minor, self.currency)),
            reason: suggestion
                .reason
                .sentence(recommender.catalogue(), suggestion.product),
            behind: self.behind(&suggestion.reason),
        }
    }

    /// Which orders the numbers of a reason count, where they are of orders.
    fn behind(&self, reason: &Reason) -> Option<OrdersBehind> {
        let id = |product: u32| Some(self.trained.wares.list[self.trained.places.ware(product)].id);
        let (kind, with, orders) = match *reason {
            Reason::Together { with, counts } => (BehindKind::Together, id(with), counts.both),
            Reason::SameBuyers { with, counts } => (BehindKind::SameBuyers, id(with), counts.both),
            Reason::Later { after, counts, .. } => (BehindKind::Later, id(after), counts.both),
            Reason::StepUp { from, chose, .. } => (BehindKind::StepUp, id(from), chose),
            Reason::Again { times, .. } => (BehindKind::Again, None, times),
            Reason::Popular { orders, .. } => (BehindKind::Popular, None, orders),
            Reason::Similar { .. } | Reason::Did { .. } | Reason::Merchant => return None,
        };
        (orders > 0).then_some(OrdersBehind { kind, with, orders })
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

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
