//! One customer, whole.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use pannier_analytics::{self as analytics, Person, RfmMeasure, RfmWhy, ScoreMove};
use pannier_core::{
    Channel, ConsentSource, ConsentState, Contacts, CustomerId, Day, OrderId, ShopZone, Timestamp,
    segment::Deed,
};
use pannier_store::{ConsentEntry, CustomerContent, NoteRecord, ReadTx};

use super::{
    notes, row,
    words::{cannot_foretell, group_view, part_view},
};
use crate::{
    ApiError, Result, Shop,
    loyalty::customer_points,
    people::{Everyone, NOBODY, everyone},
    views::{
        Amount, BoughtProduct, BuysAgainChance, ConsentFrom, ConsentLine, ConsentNow, ConsentWord,
        CustomerDetail, CustomerEvent, CustomerForecast, CustomerScores, ForetoldAmount,
        LookedDeed, MessageChannel, ScoreValue,
    },
};

/// The most events, and the most products, that a page shows.
const EVENTS: usize = 60;
const PRODUCTS: usize = 12;
/// The most names that a line about the site gives.
const NAMES: usize = 3;

/// Tags, apart by who gave them, and notes; and whether there can be any.
#[derive(Default)]
struct Own {
    said_tags: Vec<String>,
    tags: Vec<String>,
    notes: Vec<NoteRecord>,
    erased: bool,
}

impl Own {
    fn of(tx: &ReadTx, ids: &BTreeSet<CustomerId>) -> Result<Self> {
        let said: Result<Vec<String>> = ids
            .iter()
            .map(|id| Ok(tx.stored_customer(*id)?.tags))
            .collect();
        let erased = tx.erased_customers()?;
        Ok(Self {
            said_tags: notes::said_tags(said?.iter().map(String::as_str)),
            tags: tx.own_tags(ids)?,
            notes: tx.customer_notes(ids)?,
            erased: ids.iter().any(|id| erased.contains(id)),
        })
    }
}

/// One customer, by row; of those who were joined, any row leads to the person.
///
/// # Errors
/// [`crate::Code::NotFound`] when they are gone, else what the file says.
pub fn customer_detail(shop: &Shop, id: i64) -> Result<CustomerDetail> {
    let all = everyone(shop)?;
    let zone = shop.record()?.zone;
    let read = shop.read(|tx| {
        let people = tx.people()?;
        let id = people.person(CustomerId(id));
        let ids = people.same(id);
        let cards = tx.customer_cards(&[id])?;
        let stored = match cards.first() {
            Some(_) => Some((tx.stored_customer(id)?, tx.customer_record(id, &people)?)),
            None => None,
        };
        let own = match stored {
            Some(_) => Own::of(tx, &ids)?,
            None => Own::default(),
        };
        let points = match stored {
            Some(_) if !own.erased => customer_points(tx, id, shop.clock().now())?,
            _ => None,
        };
        let history = tx.consent_history(&ids)?;
        Ok((cards, stored, history, ids.len(), own, points))
    })?;
    let (cards, stored, history, joined, own, points) = read;
    let gone = || {
        let said = "This customer is not in the shop file any more".to_owned();
        ApiError::from(pannier_store::Error::Missing(said))
    };
    let (card, (stored, record)) = cards.first().zip(stored).ok_or_else(gone)?;
    let at = all.person(card.id.0).ok_or_else(gone)?;
    let buyer = Some(all.buyer[at]).filter(|buyer| *buyer != NOBODY);
    let positions: Vec<usize> = match buyer {
        Some(buyer) => {
            let mine = all.facts.customer.iter().enumerate();
            mine.filter(|(_, of)| **of == buyer)
                .map(|(position, _)| position)
                .collect()
        }
        None => Vec::new(),
    };
    let person = buyer.and_then(|buyer| all.worth.person(buyer));
    let amount = |minor| Amount::new(minor, all.currency);
    let (events, earlier) = events(shop, &all, at, &positions, zone)?;
    let first = positions
        .first()
        .and_then(|at| Day::from_number(all.facts.day[*at]));
    Ok(CustomerDetail {
        row: row(&all, at, card),
        since: first.map(|day| day.to_string()),
        phone: phone(&stored, &record.facts.phone),
        address: address(
            &stored,
            &record.facts.zip,
            &record.facts.city,
            &record.facts.country,
        ),
        tags: own.said_tags,
        own_tags: own.tags,
        note: stored.note.clone(),
        notes: own
            .notes
            .iter()
            .map(|note| notes::note_view(note, zone))
            .collect(),
        // Of someone who was erased, all that is left is a number of Pannier's own.
        ids: if own.erased { Vec::new() } else { record.ids },
        erased: own.erased,
        joined: u32::try_from(joined).unwrap_or(u32::MAX),
        shop_average: shop_average(&all).map(amount),
        scores: person
            .as_ref()
            .and_then(|person| person.why.as_ref())
            .map(|why| scores(why, &all)),
        part: person
            .as_ref()
            .and_then(|person| person.map_group)
            .map(part_view),
        forecast: person.as_ref().and_then(|person| forecast(person, &all)),
        again: person.as_ref().and_then(again),
        cannot_tell: person
            .as_ref()
            .and_then(|person| person.value.as_ref().err().copied())
            .map(cannot_foretell),
        every_days: person
            .as_ref()
            .and_then(|person| person.history.every)
            .map(whole_days),
        points,
        consent: consent(all.people.contacts[at]),
        consent_history: history
            .iter()
            .map(|entry| consent_line(entry, zone))
            .collect(),
        products: products(&all, &positions),
        events,
        earlier,
    })
}

/// The number of the customers file, else that of their orders; or empty.
fn phone(stored: &CustomerContent, of_orders: &str) -> String {
    let own = stored.phone.clone().filter(|phone| !phone.is_empty());
    own.unwrap_or_else(|| of_orders.to_owned())
}

fn whole_days(days: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days between orders are above zero and few; what is out of range saturates"
    )]
    let days = days.round() as u32;
    days
}

fn shop_average(all: &Everyone) -> Option<i64> {
    let orders: i64 = all.orders.iter().map(|orders| i64::from(*orders)).sum();
    let spent: i128 = all.spent.iter().map(|spent| i128::from(*spent)).sum();
    let average = (orders > 0).then(|| pannier_core::div_half_even(spent, i128::from(orders)))?;
    i64::try_from(average).ok()
}

fn address(stored: &CustomerContent, zip: &str, city: &str, country: &str) -> Vec<String> {
    let or = |own: &str, other: &str| {
        if own.is_empty() {
            other.to_owned()
        } else {
            own.to_owned()
        }
    };
    let town = [or(&stored.zip, zip), or(&stored.city, city)];
    let town: Vec<&str> = town
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    [
        stored.company.clone(),
        stored.address.clone(),
        town.join(" "),
        or(&stored.country, country),
    ]
    .into_iter()
    .filter(|line| !line.trim().is_empty())
    .collect()
}

fn scores(why: &RfmWhy, all: &Everyone) -> CustomerScores {
    let before = why.before.map(|(_, code)| code);
    let value = |measure, score: u8, before: Option<u8>| ScoreValue {
        score,
        before,
        cuts_moved: why
            .steps
            .iter()
            .any(|step| step.measure == measure && step.why == ScoreMove::CutsMoved),
    };
    CustomerScores {
        group: group_view(why.group),
        group_before: before.map(|code| group_view(code.group())),
        days: why.values.recency,
        days_score: value(
            RfmMeasure::Recency,
            why.code.recency(),
            before.map(|c| c.recency()),
        ),
        orders: why.values.frequency,
        orders_score: value(
            RfmMeasure::Frequency,
            why.code.frequency(),
            before.map(|c| c.frequency()),
        ),
        spent: Amount::new(why.values.monetary, all.currency),
        spent_score: value(
            RfmMeasure::Monetary,
            why.code.monetary(),
            before.map(|c| c.monetary()),
        ),
    }
}

fn forecast(person: &Person, all: &Everyone) -> Option<CustomerForecast> {
    let value = person.value.as_ref().ok()?;
    let amount = |minor| Amount::new(minor, all.currency);
    Some(CustomerForecast {
        with_us: value.foretold.alive,
        orders_90: value.foretold.orders_90,
        orders_365: value.foretold.orders_365,
        next_from: value.next_order.from.to_string(),
        next_likely: value.next_order.likely.map(|day| day.to_string()),
        next_until: value.next_order.until.map(|day| day.to_string()),
        spend: ForetoldAmount {
            likely: amount(value.value_365.likely),
            low: amount(value.value_365.low),
            high: amount(value.value_365.high),
        },
    })
}

fn again(person: &Person) -> Option<BuysAgainChance> {
    let again = person.buys_again.as_ref().ok()?;
    Some(BuysAgainChance {
        chance: again.chance,
        low: again.like_them.map(|range| range.low),
        high: again.like_them.map(|range| range.high),
    })
}

const CHANNELS: [(Channel, MessageChannel); 3] = [
    (Channel::Email, MessageChannel::Email),
    (Channel::Sms, MessageChannel::Sms),
    (Channel::WhatsApp, MessageChannel::WhatsApp),
];

fn channel_view(channel: Channel) -> MessageChannel {
    match channel {
        Channel::Email => MessageChannel::Email,
        Channel::Sms => MessageChannel::Sms,
        Channel::WhatsApp => MessageChannel::WhatsApp,
    }
}

fn word(state: ConsentState) -> ConsentWord {
    match state {
        ConsentState::Subscribed => ConsentWord::Subscribed,
        ConsentState::NotSubscribed => ConsentWord::NotSubscribed,
        ConsentState::Unsubscribed => ConsentWord::Unsubscribed,
    }
}

fn consent(contacts: Contacts) -> Vec<ConsentNow> {
    let now = |(channel, view): (Channel, MessageChannel)| ConsentNow {
        channel: view,
        state: word(contacts.said(channel)),
        has_address: match channel {
            Channel::Email => contacts.has_email(),
            Channel::Sms | Channel::WhatsApp => contacts.has_phone(),
        },
    };
    CHANNELS.into_iter().map(now).collect()
}

fn consent_line(entry: &ConsentEntry, zone: ShopZone) -> ConsentLine {
    let event = &entry.event;
    let at = event.dated_at.unwrap_or(event.recorded_at);
    ConsentLine {
        channel: channel_view(entry.channel),
        state: word(event.state),
        source: match event.source {
            ConsentSource::Person => ConsentFrom::Person,
            ConsentSource::CustomersFile => ConsentFrom::CustomersFile,
            ConsentSource::Order => ConsentFrom::Order,
        },
        at: at.0,
        day: zone.day_of(at).to_string(),
        dated: event.dated_at.is_some(),
        order: entry.order.clone(),
        proof: entry.proof.clone(),
    }
}

/// What they bought, by what it came to. Of orders that count, in the shop's currency.
fn products(all: &Everyone, positions: &[usize]) -> Vec<BoughtProduct> {
    let facts = &all.facts;
    let currency = facts.currency_index(all.currency);
    let mut bought: HashMap<u32, (u32, u32, i64, i32)> = HashMap::new();
    for &order in positions {
        if Some(facts.currency[order]) != currency
            || !analytics::Formula::Goods.counts(facts.flags[order])
        {
            continue;
        }
        let mut seen: Vec<u32> = Vec::new();
        for line in facts.lines.of(order) {
            if facts.lines.gift_card[line] {
                continue;
            }
            let product = facts.lines.product[line];
            let sum = bought.entry(product).or_default();
            if !seen.contains(&product) {
                seen.push(product);
                sum.0 += 1;
            }
            sum.1 = sum.1.saturating_add(facts.lines.quantity[line]);
            let goods = facts.lines.amount[line].saturating_sub(facts.lines.discount[line]);
            sum.2 = sum.2.saturating_add(goods);
            sum.3 = sum.3.max(facts.day[order]);
        }
    }
    let mut bought: Vec<_> = bought.into_iter().collect();
    bought.sort_unstable_by_key(|(product, (_, _, spent, _))| (Reverse(*spent), *product));
    bought.truncate(PRODUCTS);
    let view =
        |(product, (orders, units, spent, last)): (u32, (u32, u32, i64, i32))| BoughtProduct {
            name: facts.products.name[product as usize].clone(),
            orders,
            units,
            spent: Amount::new(spent, all.currency),
            last: Day::from_number(last)
                .map(|day| day.to_string())
                .unwrap_or_default(),
        };
    bought.into_iter().map(view).collect()
}

/// What someone did, the newest first, and how many events are older than those.
fn events(
    shop: &Shop,
    all: &Everyone,
    person: usize,
    positions: &[usize],
    zone: ShopZone,
) -> Result<(Vec<CustomerEvent>, u32)> {
    let mut events: Vec<(Timestamp, CustomerEvent)> = Vec::new();
    let newest = &positions[positions.len().saturating_sub(EVENTS)..];
    let ids: Vec<OrderId> = newest.iter().map(|at| all.facts.order[*at]).collect();
    let orders = shop.read(|tx| Ok(tx.orders_by_id(&ids)?))?;
    for order in &orders {
        let counts = !order.is_test && order.cancelled_at.is_none() && !order.gift_cards_only;
        let event = CustomerEvent::Ordered {
            id: order.id.0,
            number: order.number.clone(),
            day: order.placed_day.to_string(),
            goods: Amount::new(order.goods, order.currency),
            units: u32::try_from(order.units).unwrap_or(u32::MAX),
            counts,
        };
        events.push((order.placed_at, event));
    }
    let mut count = positions.len();
    for cart in all.people.carts.of_person(person) {
        count += 1;
        let event = CustomerEvent::LeftCart {
            day: zone.day_of(cart.left_at).to_string(),
            total: Amount::new(cart.total, cart.currency),
        };
        events.push((cart.left_at, event));
    }
    // One line for what was done in one way on one day.
    let mut looked: HashMap<(Day, u8), (Timestamp, Deed, Vec<String>)> = HashMap::new();
    for deed in all.people.deeds.of_person(person) {
        let kind = match deed.deed {
            Deed::Viewed => 0,
            Deed::Wishlisted => 1,
            Deed::Carted => 2,
        };
        let line = looked
            .entry((zone.day_of(deed.at), kind))
            .or_insert_with(|| (deed.at, deed.deed, Vec::new()));
        line.0 = line.0.max(deed.at);
        let thing = &all.people.things[deed.thing as usize];
        let name = if thing.title.is_empty() {
            &thing.text
        } else {
            &thing.title
        };
        if !line.2.contains(name) {
            line.2.push(name.clone());
        }
    }
    count += looked.len();
    for ((day, _), (at, deed, mut names)) in looked {
        let products = u32::try_from(names.len()).unwrap_or(u32::MAX);
        names.truncate(NAMES);
        let event = CustomerEvent::Looked {
            day: day.to_string(),
            deed: match deed {
                Deed::Viewed => LookedDeed::Viewed,
                Deed::Wishlisted => LookedDeed::Wished,
                Deed::Carted => LookedDeed::Carted,
            },
            products: names,
            count: products,
        };
        events.push((at, event));
    }
    events.sort_by_key(|(at, _)| Reverse(*at));
    events.truncate(EVENTS);
    let earlier = u32::try_from(count - events.len()).unwrap_or(u32::MAX);
    Ok((
        events.into_iter().map(|(_, event)| event).collect(),
        earlier,
    ))
}
