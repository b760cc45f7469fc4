//! All people of the open shop, as columns and with what is worked out about them: kept until
//! orders, customers or settings change, or the day does.

use std::sync::{Arc, Mutex};

use pannier_analytics::{Formula, MapBands, People, PeopleOptions};
use pannier_core::{Currency, Day, Facts, PeopleFacts};

use crate::{Result, Shop, figures::main_currency, shop::lock};

/// What was worked out last.
#[derive(Debug, Default)]
pub(crate) struct PeopleCache(Mutex<Option<Arc<Everyone>>>);

/// The person of an order that nobody can be tied to, and the buyer of someone who has none.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Everyone of one state of the shop. Amounts are minor units of `currency`.
#[derive(Debug)]
pub(crate) struct Everyone {
    pub(crate) generation: u32,
    /// The day from which is looked back: today, or the day after the newest order where that is
    /// longer ago, so that the last export's people are not all gone quiet.
    pub(crate) as_of: Day,
    pub(crate) currency: Currency,
    pub(crate) facts: Arc<Facts>,
    /// Also those without an order.
    pub(crate) people: Arc<PeopleFacts>,
    /// By the facts' dense index.
    pub(crate) worth: People,
    /// By person: their dense index in the facts, [`NOBODY`] for those without an order.
    pub(crate) buyer: Vec<u32>,
    /// By person: orders that count, what their goods came to, and the day of the newest
    /// ([`Day::number`]).
    pub(crate) orders: Vec<u32>,
    pub(crate) spent: Vec<i64>,
    pub(crate) last_day: Vec<i32>,
}

impl Everyone {
    /// Goods ÷ orders, rounded half to even; nothing without an order.
    pub(crate) fn average(&self, person: usize) -> Option<i64> {
        let orders = i128::from(self.orders[person]);
        let spent = i128::from(self.spent[person]);
        let average = (orders > 0).then(|| pannier_core::div_half_even(spent, orders))?;
        i64::try_from(average).ok()
    }

    /// Days since the newest order that counts; nothing without one.
    pub(crate) fn days_since(&self, person: usize) -> Option<u32> {
        let days = self.as_of.number() - self.last_day[person];
        (self.orders[person] > 0).then(|| u32::try_from(days).unwrap_or(0))
    }

    /// The place of a row in the columns.
    pub(crate) fn person(&self, id: i64) -> Option<usize> {
        self.people.id.binary_search_by_key(&id, |id| id.0).ok()
    }
}

/// Everyone as they are now.
///
/// # Errors
/// What the file says.
pub(crate) fn everyone(shop: &Shop) -> Result<Arc<Everyone>> {
    let context = shop.context()?;
    // The lock is held while looking, so that two who ask at once look once.
    let mut kept = lock(&shop.people.0);
    let (generation, facts) = shop.facts()?;
    let newest = facts.day.last().and_then(|day| Day::from_number(*day));
    let as_of = newest.map_or(context.today, |day| day.plus_days(1).min(context.today));
    if let Some(found) = kept.as_ref()
        && (found.generation, found.as_of) == (generation, as_of)
    {
        return Ok(Arc::clone(found));
    }
    let people = Arc::new(shop.read(|tx| Ok(tx.people_facts()?))?);
    let currency = main_currency(&facts, context.currency);
    let options = PeopleOptions {
        bands: moved_bands(shop, currency)?,
        ..PeopleOptions::on(as_of, currency)
    };
    let worth = People::of(&facts, options);
    let found = Arc::new(sum_up(generation, as_of, currency, facts, people, worth));
    *kept = Some(Arc::clone(&found));
    Ok(found)
}

/// The bands of the map that the merchant chose, while the shop still counts in their currency.
fn moved_bands(shop: &Shop, currency: Currency) -> Result<Option<MapBands>> {
    let record = shop.read(|tx| Ok(tx.map_bands()?))?;
    let record = record.filter(|record| record.currency == currency);
    Ok(record.and_then(|record| MapBands::new(record.spent, record.days).ok()))
}

fn sum_up(
    generation: u32,
    as_of: Day,
    currency: Currency,
    facts: Arc<Facts>,
    people: Arc<PeopleFacts>,
    worth: People,
) -> Everyone {
    let count = people.id.len();
    let mut person_of = vec![NOBODY; facts.customer_ids.len()];
    let mut buyer = vec![NOBODY; count];
    for (dense, id) in (0_u32..).zip(&facts.customer_ids) {
        if let Ok(person) = people.id.binary_search_by_key(id, |id| id.0) {
            person_of[dense as usize] = u32::try_from(person).unwrap_or(NOBODY);
            buyer[person] = dense;
        }
    }
    let mut orders = vec![0_u32; count];
    let mut spent = vec![0_i64; count];
    let mut last_day = vec![0_i32; count];
    if let Some(index) = facts.currency_index(currency) {
        for position in 0..facts.len() {
            if facts.currency[position] != index || !Formula::Goods.counts(facts.flags[position]) {
                continue;
            }
            let person = person_of.get(facts.customer[position] as usize);
            if let Some(person) = person.filter(|person| **person != NOBODY) {
                let person = *person as usize;
                orders[person] += 1;
                spent[person] = spent[person].saturating_add(facts.goods[position]);
                last_day[person] = facts.day[position];
            }
        }
    }
    Everyone {
        generation,
        as_of,
        currency,
        facts,
        people,
        worth,
        buyer,
        orders,
        spent,
        last_day,
    }
}
