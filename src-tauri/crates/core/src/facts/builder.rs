//! From orders in any order to columns sorted by time.

use std::collections::HashMap;

use super::{
    Facts, Labels, LineFact, NO_CUSTOMER, OrderFact, OrderWords, Products, labels::LabelsBuilder,
};
use crate::{Currency, OrderId};

/// Fills [`Facts`]. Orders may come in any order: the finished columns are sorted, and everything
/// in them is numbered by its first appearance, so that one shop has one set of columns however
/// it was gathered.
#[derive(Debug, Default)]
pub struct FactsBuilder {
    /// Everything but the words.
    facts: Facts,
    customers: HashMap<i64, u32>,
    words: Words<LabelsBuilder>,
}

/// The columns of words.
#[derive(Debug, Default)]
struct Words<T> {
    source: T,
    channel: T,
    device: T,
    campaign: T,
    country: T,
    region: T,
    payment_method: T,
    codes: T,
}

impl<T> Words<T> {
    fn each(&mut self) -> [&mut T; 8] {
        [
            &mut self.source,
            &mut self.channel,
            &mut self.device,
            &mut self.campaign,
            &mut self.country,
            &mut self.region,
            &mut self.payment_method,
            &mut self.codes,
        ]
    }
}

fn labels(facts: &Facts) -> [&Labels; 8] {
    [
        &facts.source,
        &facts.channel,
        &facts.device,
        &facts.campaign,
        &facts.country,
        &facts.region,
        &facts.payment_method,
        &facts.codes,
    ]
}

/// Does the same to every column of amounts that most orders have.
macro_rules! each_amount {
    ($facts:expr, $column:ident => $work:expr) => {{
        each_amount!($facts, $column => $work; goods, discounts, goods_tax, total, shipping, tax,
            refunded, units);
    }};
    ($facts:expr, $column:ident => $work:expr; $($name:ident),+) => {
        $(let $column = &mut $facts.$name; $work;)+
    };
}

/// Adds the amounts of an order, or of all orders of other columns, to the columns.
macro_rules! extend_amounts {
    ($facts:expr, $from:expr, $add:ident) => {
        extend_amounts!($facts, $from, $add; goods, discounts, goods_tax, total, gift_cards,
            shipping, tax, duties, tip, refunded, goods_refunded, units)
    };
    ($facts:expr, $from:expr, $add:ident; $($name:ident),+) => {
        $($facts.$name.$add($from.$name);)+
    };
}

impl FactsBuilder {
    /// A builder with room for `orders`.
    pub fn with_capacity(orders: usize) -> Self {
        let mut builder = Self::default();
        let facts = &mut builder.facts;
        facts.order.reserve_exact(orders);
        facts.placed_at.reserve_exact(orders);
        facts.day.reserve_exact(orders);
        facts.hour.reserve_exact(orders);
        facts.currency.reserve_exact(orders);
        facts.customer.reserve_exact(orders);
        facts.flags.reserve_exact(orders);
        each_amount!(facts, column => column.reserve_exact(orders));
        facts.lines.first.reserve_exact(orders + 1);
        for column in builder.words.each() {
            column.reserve(orders);
        }
        builder
    }

    /// Makes room for so many lines.
    pub fn reserve_lines(&mut self, lines: usize) {
        let into = &mut self.facts.lines;
        into.product.reserve_exact(lines);
        into.quantity.reserve_exact(lines);
        into.amount.reserve_exact(lines);
        into.gift_card.reserve_exact(lines);
    }

    /// A builder that holds the orders of finished columns already, save for some (sorted). The
    /// lines name products of `products` afterwards.
    pub fn of(facts: &Facts, without: &[OrderId], products: &Products) -> Self {
        let mut builder = Self::with_capacity(facts.len());
        builder.reserve_lines(facts.lines.product.len());
        let index: HashMap<i64, u32> = products.id.iter().copied().zip(0..).collect();
        // A product that is gone had no line left.
        let renamed: Vec<u32> = facts
            .products
            .id
            .iter()
            .map(|id| index.get(id).copied().unwrap_or_default())
            .collect();
        let mut lines = Vec::new();
        for (into, labels) in builder.words.each().into_iter().zip(labels(facts)) {
            into.learn(labels);
        }
        builder.facts.currencies.clone_from(&facts.currencies);
        builder.facts.customer_ids.clone_from(&facts.customer_ids);
        builder.customers = facts.customer_ids.iter().copied().zip(0..).collect();
        for at in 0..facts.len() {
            if without.binary_search(&facts.order[at]).is_ok() {
                continue;
            }
            let into = &mut builder.facts;
            into.order.push(facts.order[at]);
            into.placed_at.push(facts.placed_at[at]);
            into.day.push(facts.day[at]);
            into.hour.push(facts.hour[at]);
            into.currency.push(facts.currency[at]);
            into.customer.push(facts.customer[at]);
            into.flags.push(facts.flags[at]);
            let fact = Amounts::of(facts, at);
            extend_amounts!(into, fact, push);
            for (into, labels) in builder.words.each().into_iter().zip(labels(facts)) {
                into.push_known(labels.of[at]);
            }
            lines.clear();
            lines.extend(facts.lines.of(at).map(|line| LineFact {
                product: renamed[facts.lines.product[line] as usize],
                ..facts.lines.line(line)
            }));
            builder.push_lines(&lines);
        }
        builder
    }

    /// Adds an order, what the file says of it in words, and its lines.
    pub fn push(&mut self, fact: &OrderFact, words: &OrderWords, lines: &[LineFact]) {
        self.push_order(fact);
        let into = &mut self.words;
        into.source.push(words.source);
        into.channel.push(words.channel);
        into.device.push(words.device);
        into.campaign.push(words.campaign);
        into.country.push(words.country);
        into.region.push(words.region);
        into.payment_method.push(words.payment_method);
        into.codes.push(words.codes);
        self.push_lines(lines);
    }

    fn push_lines(&mut self, lines: &[LineFact]) {
        let into = &mut self.facts.lines;
        if into.first.is_empty() {
            into.first.push(0);
        }
        for line in lines {
            into.product.push(line.product);
            into.quantity.push(line.quantity);
            into.amount.push(line.amount);
            into.discount.push(line.discount);
            into.gift_card.push(line.gift_card);
        }
        // Four thousand million lines do not fit into memory.
        into.first
            .push(u32::try_from(into.product.len()).unwrap_or(u32::MAX));
    }

    fn push_order(&mut self, fact: &OrderFact) {
        let currency = self.currency(fact.currency);
        let customer = fact.customer.map_or(NO_CUSTOMER, |id| self.customer(id));
        let facts = &mut self.facts;
        facts.order.push(fact.id);
        facts.placed_at.push(fact.placed_at);
        facts.day.push(fact.day.number());
        facts.hour.push(fact.hour);
        facts.currency.push(currency);
        facts.customer.push(customer);
        facts.flags.push(fact.flags);
        extend_amounts!(facts, fact, push);
    }

    fn currency(&mut self, currency: Currency) -> u8 {
        let known = &mut self.facts.currencies;
        let index = known
            .iter()
            .position(|c| *c == currency)
            .unwrap_or_else(|| {
                known.push(currency);
                known.len() - 1
            });
        // ISO 4217 has fewer than 200 currencies.
        u8::try_from(index).unwrap_or(u8::MAX)
    }

    fn customer(&mut self, id: i64) -> u32 {
        let ids = &mut self.facts.customer_ids;
        *self.customers.entry(id).or_insert_with(|| {
            ids.push(id);
            u32::try_from(ids.len() - 1).unwrap_or(NO_CUSTOMER)
        })
    }

    /// Adds all that another builder holds.
    pub fn append(&mut self, mut other: Self) {
        let currencies: Vec<u8> = std::mem::take(&mut other.facts.currencies)
            .into_iter()
            .map(|currency| self.currency(currency))
            .collect();
        let customers: Vec<u32> = std::mem::take(&mut other.facts.customer_ids)
            .into_iter()
            .map(|id| self.customer(id))
            .collect();
        let from = other.facts;
        let into = &mut self.facts;
        let (orders, lines) = (from.order.len(), from.lines.product.len());
        into.order.reserve_exact(orders);
        into.placed_at.reserve_exact(orders);
        into.day.reserve_exact(orders);
        into.hour.reserve_exact(orders);
        into.currency.reserve_exact(orders);
        into.customer.reserve_exact(orders);
        into.flags.reserve_exact(orders);
        each_amount!(into, column => column.reserve_exact(orders));
        into.lines.first.reserve_exact(orders + 1);
        into.lines.product.reserve_exact(lines);
        into.lines.quantity.reserve_exact(lines);
        into.lines.amount.reserve_exact(lines);
        into.lines.gift_card.reserve_exact(lines);
        into.order.extend(from.order);
        into.placed_at.extend(from.placed_at);
        into.day.extend(from.day);
        into.hour.extend(from.hour);
        let renamed = from.currency.iter().map(|c| currencies[usize::from(*c)]);
        into.currency.extend(renamed);
        // Nobody known has an index past the table.
        let renamed = |c: &u32| customers.get(*c as usize).copied().unwrap_or(NO_CUSTOMER);
        into.customer.extend(from.customer.iter().map(renamed));
        into.flags.extend(from.flags);
        extend_amounts!(into, from, extend);
        let base = u32::try_from(into.lines.product.len()).unwrap_or(u32::MAX);
        if into.lines.first.is_empty() {
            into.lines.first.push(0);
        }
        let firsts = from.lines.first.iter().skip(1);
        into.lines
            .first
            .extend(firsts.map(|first| first.saturating_add(base)));
        into.lines.product.extend(from.lines.product);
        into.lines.quantity.extend(from.lines.quantity);
        into.lines.amount.extend(from.lines.amount);
        into.lines.discount.extend(from.lines.discount);
        into.lines.gift_card.extend(from.lines.gift_card);
        let others = other.words.each();
        for (into, from) in self.words.each().into_iter().zip(others) {
            into.append(std::mem::take(from));
        }
    }

    /// The finished columns; the lines name products by their index in `products`.
    pub fn finish(self, products: Products) -> Facts {
        let mut words = self.words;
        let mut facts = self.facts;
        drop(self.customers);
        let sorted = (1..facts.len()).all(|at| key(&facts, at - 1) <= key(&facts, at));
        let places = (!sorted).then(|| {
            let end = u32::try_from(facts.len()).unwrap_or(u32::MAX);
            let mut places: Vec<u32> = (0..end).collect();
            // Stable: it finds the stretches that are in order already.
            places.sort_by_key(|at| key(&facts, *at as usize));
            places
        });
        let places = places.as_deref();
        let [
            source,
            channel,
            device,
            campaign,
            country,
            region,
            payment_method,
            codes,
        ] = words.each().map(|column| {
            let mut labels = std::mem::take(column).finish();
            arrange(&mut labels.of, places);
            labels.by_appearance();
            labels
        });
        arrange(&mut facts.order, places);
        arrange(&mut facts.placed_at, places);
        arrange(&mut facts.day, places);
        arrange(&mut facts.hour, places);
        arrange(&mut facts.currency, places);
        arrange(&mut facts.customer, places);
        arrange(&mut facts.flags, places);
        each_amount!(facts, column => arrange(column, places));
        for rare in [
            &mut facts.gift_cards,
            &mut facts.duties,
            &mut facts.tip,
            &mut facts.goods_refunded,
        ] {
            rare.arrange(places);
        }
        facts.lines.arrange(places);
        by_appearance(&mut facts.currency, &mut facts.currencies);
        by_appearance(&mut facts.customer, &mut facts.customer_ids);
        Facts {
            source,
            channel,
            device,
            campaign,
            country,
            region,
            payment_method,
            codes,
            products,
            ..facts
        }
    }
}

fn key(facts: &Facts, at: usize) -> (crate::Timestamp, OrderId) {
    (facts.placed_at[at], facts.order[at])
}

/// The amounts of one order in columns.
struct Amounts {
    goods: i64,
    discounts: i64,
    goods_tax: i64,
    total: i64,
    gift_cards: i64,
    shipping: i64,
    tax: i64,
    duties: i64,
    tip: i64,
    refunded: i64,
    goods_refunded: i64,
    units: i64,
}

impl Amounts {
    fn of(facts: &Facts, at: usize) -> Self {
        Self {
            goods: facts.goods[at],
            discounts: facts.discounts[at],
            goods_tax: facts.goods_tax[at],
            total: facts.total[at],
            gift_cards: facts.gift_cards[at],
            shipping: facts.shipping[at],
            tax: facts.tax[at],
            duties: facts.duties[at],
            tip: facts.tip[at],
            refunded: facts.refunded[at],
            goods_refunded: facts.goods_refunded[at],
            units: facts.units[at],
        }
    }
}

/// Puts a column into its final order, without room for more.
pub(super) fn arrange<T: Copy>(column: &mut Vec<T>, places: Option<&[u32]>) {
    match places {
        Some(places) => *column = places.iter().map(|at| column[*at as usize]).collect(),
        None => column.shrink_to_fit(),
    }
}

/// Numbers things by their first appearance, and forgets those that do not appear. An index past
/// the things means none of them, and stays.
pub(super) fn by_appearance<I, T>(column: &mut [I], things: &mut Vec<T>)
where
    I: Copy + Into<u32> + TryFrom<u32>,
{
    const UNSEEN: u32 = u32::MAX;
    let mut renamed = vec![UNSEEN; things.len()];
    let mut seen = 0_u32;
    for index in column.iter_mut() {
        let Some(renamed) = renamed.get_mut((*index).into() as usize) else {
            continue;
        };
        if *renamed == UNSEEN {
            *renamed = seen;
            seen += 1;
        }
        if let Ok(new) = I::try_from(*renamed) {
            *index = new;
        }
    }
    let mut kept: Vec<(u32, T)> = renamed
        .into_iter()
        .zip(std::mem::take(things))
        .filter(|(place, _)| *place != UNSEEN)
        .collect();
    kept.sort_unstable_by_key(|(place, _)| *place);
    *things = kept.into_iter().map(|(_, thing)| thing).collect();
}
