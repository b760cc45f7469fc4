//! Baskets that were filled and left behind, and what people looked at.

use super::baskets::{FREE_SHIPPING_FROM, Line, Shopper};
use super::calendar::{DAY, DAYS, EXPORTED, HOUR, MINUTE, Moment};
use super::catalogue::{Place, place_of, places};
use super::csv::Table;
use super::demand;
use super::orders::{Order, SHIPPING, tax_in};
use super::people::Person;
use super::random::Random;

/// Abandoned checkouts in the file.
const CHECKOUTS: usize = 400;

/// A checkout that did not become an order.
#[derive(Debug)]
pub(super) struct Checkout<'a> {
    /// 14 digits.
    pub(super) id: i64,
    pub(super) who: &'a Person,
    pub(super) left: Moment,
    pub(super) lines: Vec<Line>,
    /// Whether they came as far as their address.
    pub(super) address_given: bool,
}

impl Checkout<'_> {
    pub(super) fn goods(&self) -> i64 {
        self.lines.iter().map(Line::amount).sum()
    }

    pub(super) fn shipping(&self) -> i64 {
        if self.goods() >= FREE_SHIPPING_FROM {
            0
        } else {
            SHIPPING
        }
    }

    pub(super) fn tax(&self) -> i64 {
        tax_in(self.goods() + self.shipping())
    }
}

/// All of them, oldest first. More of late: the shop began to write them down properly in spring.
pub(super) fn all(people: &[Person]) -> Vec<Checkout<'_>> {
    let mut random = Random::named("checkouts");
    let weights: Vec<i64> = (0..DAYS)
        .map(|day| demand::of_day(day) * if day < DAYS - 120 { 1 } else { 3 })
        .collect();
    let mut left: Vec<Moment> = Vec::new();
    while left.len() < CHECKOUTS {
        let day = i64::try_from(random.weighted(&weights)).unwrap_or(0);
        let moment = demand::moment_on(day, &mut random);
        if moment.plus(HOUR) < EXPORTED {
            left.push(moment);
        }
    }
    left.sort_unstable();
    let mut id = 32_410_118_220_000;
    left.into_iter()
        .map(|left| {
            id += 17 + random.below(90_000_000);
            let known = people.partition_point(|person| person.since < left).max(1);
            let who = &people[random.index(known)];
            let shopper = Shopper {
                who,
                owned: &[],
                returning: true,
                now: left,
            };
            let mut lines = shopper.fill(&mut random);
            lines.retain(|line| !line.is_gift_card());
            lines.extend(
                place_of("soy-candle")
                    .filter(|_| lines.is_empty())
                    .map(two_of),
            );
            Checkout {
                id,
                who,
                left,
                lines,
                address_given: random.chance(640),
            }
        })
        .collect()
}

/// Two pieces of something, at its price.
fn two_of(place: Place) -> Line {
    Line {
        place,
        variant: 0,
        quantity: 2,
        price: place.product().price_on(0, 0),
    }
}

/// `behaviour.csv`: what people viewed, wished for and put into the basket, oldest first.
pub(super) fn behaviour(
    people: &[Person],
    orders: &[Order<'_>],
    checkouts: &[Checkout<'_>],
) -> String {
    let mut random = Random::named("behaviour");
    let mut events: Vec<(Moment, &str, Place, &str)> = Vec::new();
    let mut look = |moment: Moment, who, place, kind| {
        if moment < EXPORTED && moment >= Moment::at(0, 0) {
            events.push((moment, who, place, kind));
        }
    };
    for order in orders.iter().filter(|order| !order.who.email.is_empty()) {
        for line in &order.lines {
            let basket = order.placed.plus(-random.between(3 * MINUTE, 50 * MINUTE));
            if random.chance(560) {
                let longest = if random.chance(400) { 6 * DAY } else { HOUR };
                let before = random.below(longest);
                look(
                    basket.plus(-MINUTE - before),
                    &order.who.email,
                    line.place,
                    "view",
                );
            }
            if random.chance(230) {
                look(basket, &order.who.email, line.place, "cart");
            }
        }
    }
    for checkout in checkouts {
        for line in &checkout.lines {
            let basket = checkout.left.plus(-random.between(MINUTE, 15 * MINUTE));
            look(
                basket.plus(-random.between(MINUTE, 2 * DAY)),
                &checkout.who.email,
                line.place,
                "view",
            );
            look(basket, &checkout.who.email, line.place, "cart");
        }
    }
    for person in people.iter().filter(|person| person.consent.at(EXPORTED)) {
        for _ in 0..random.below(7) {
            let place = browsed(person, &mut random);
            let since = person.since.day();
            let day = demand::day_near(random.between(since, DAYS - 1), &mut random).max(since);
            let moment = demand::moment_on(day, &mut random).max(person.since);
            look(moment, &person.email, place, "view");
            if random.chance(150) {
                look(
                    moment.plus(random.between(5, 90)),
                    &person.email,
                    place,
                    "wishlist",
                );
            }
        }
    }
    events.sort_unstable();
    let mut table = Table::new("customer e-mail,product,kind,time");
    for (moment, email, place, kind) in events {
        table.row(&[
            ("customer e-mail", email),
            ("product", place.product().handle),
            ("kind", kind),
            ("time", &moment.text()),
        ]);
    }
    table.finish()
}

/// Something to look at: mostly from the favourite category, dear things more often than bought.
fn browsed(person: &Person, random: &mut Random) -> Place {
    let all: Vec<Place> = places().collect();
    let weights: Vec<i64> = all
        .iter()
        .map(|place| {
            let product = place.product();
            let liking = if place.category_number() == person.favourite {
                6
            } else {
                1
            };
            (product.popularity + product.cost / 100) * liking
        })
        .collect();
    all[random.weighted(&weights)]
}
