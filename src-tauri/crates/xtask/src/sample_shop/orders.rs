//! Orders: who came when, what it cost, how it was paid, and what went wrong.

use super::baskets::{FREE_SHIPPING_FROM, Line, Shopper};
use super::calendar::{DAY, EXPORTED, HOUR, MINUTE, Moment, date};
use super::catalogue::Place;
use super::demand;
use super::people::Person;
use super::random::Random;

/// Tax in the prices, in percent.
const TAX: i64 = 19;
/// Shipping below the threshold, in cents.
pub(super) const SHIPPING: i64 = 490;

/// One order. All amounts in cents, tax in them.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) who: &'a Person,
    pub(super) placed: Moment,
    pub(super) lines: Vec<Line>,
    pub(super) codes: Vec<&'static str>,
    pub(super) discount: i64,
    pub(super) shipping: i64,
    pub(super) tax: i64,
    pub(super) refunded: i64,
    /// Shopify's financial status.
    pub(super) status: &'static str,
    pub(super) paid_at: Option<Moment>,
    pub(super) sent_at: Option<Moment>,
    pub(super) cancelled_at: Option<Moment>,
    pub(super) payment: &'static str,
    pub(super) note: &'static str,
    pub(super) note_attributes: &'static str,
    pub(super) by_hand: bool,
}

impl Order<'_> {
    /// Goods after discounts.
    pub(super) fn subtotal(&self) -> i64 {
        gross(&self.lines) - self.discount
    }

    pub(super) fn total(&self) -> i64 {
        self.subtotal() + self.shipping
    }

    /// What has not been paid yet.
    pub(super) fn outstanding(&self) -> i64 {
        if self.status == "pending" {
            self.total()
        } else {
            0
        }
    }

    pub(super) fn gift_cards_only(&self) -> bool {
        self.lines.iter().all(Line::is_gift_card)
    }
}

fn gross(lines: &[Line]) -> i64 {
    lines.iter().map(Line::amount).sum()
}

/// Tax inside an amount, rounded half up.
pub(super) fn tax_in(amount: i64) -> i64 {
    (amount * TAX * 2 + 100 + TAX) / (2 * (100 + TAX))
}

/// All orders, oldest first.
pub(super) fn all<'a>(people: &'a [Person], guests: &'a [Person]) -> Vec<Order<'a>> {
    let mut random = Random::named("orders");
    let mut visits: Vec<(Moment, usize, bool)> = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let mut returning = false;
        for moment in visits_of(person, &mut random) {
            visits.push((moment, number, returning));
            returning = true;
        }
    }
    visits.extend(
        (0..guests.len()).map(|number| (guests[number].since, people.len() + number, false)),
    );
    visits.sort_unstable();

    let mut owned: Vec<Vec<Place>> = vec![Vec::new(); people.len() + guests.len()];
    visits
        .into_iter()
        .map(|(placed, number, returning)| {
            let who = people
                .get(number)
                .unwrap_or_else(|| &guests[number - people.len()]);
            let shopper = Shopper {
                who,
                owned: &owned[number],
                returning,
                now: placed,
            };
            let lines = shopper.fill(&mut random);
            let times_before = owned[number].len();
            owned[number].extend(lines.iter().map(|line| line.place));
            order(who, placed, lines, times_before, &mut random)
        })
        .collect()
}

fn visits_of(person: &Person, random: &mut Random) -> Vec<Moment> {
    let Some(habit) = person.habit else {
        return Vec::new();
    };
    let mut visits = vec![person.since];
    let mut day = person.since.day();
    while random.chance(habit.again) {
        let wished = day + random.between(habit.gap.0, habit.gap.1);
        day = demand::day_near(wished, random).max(day + 2);
        let moment = demand::moment_on(day, random);
        if moment >= EXPORTED {
            break;
        }
        visits.push(moment);
    }
    visits
}

fn order<'a>(
    who: &'a Person,
    placed: Moment,
    lines: Vec<Line>,
    things_before: usize,
    random: &mut Random,
) -> Order<'a> {
    let gift_cards: i64 = lines
        .iter()
        .filter(|line| line.is_gift_card())
        .map(Line::amount)
        .sum();
    let goods = gross(&lines) - gift_cards;
    let (codes, discount) = discounts(who, placed, goods, things_before, random);
    let shipping = if goods == 0 || goods - discount >= FREE_SHIPPING_FROM {
        0
    } else {
        SHIPPING
    };
    let mut order = Order {
        who,
        placed,
        tax: tax_in(goods - discount + shipping),
        lines,
        codes,
        discount,
        shipping,
        refunded: 0,
        status: "paid",
        paid_at: Some(placed.plus(random.between(2, 40))),
        sent_at: Some(demand::parcel_leaves(placed, random)),
        cancelled_at: None,
        payment: "Shopify Payments",
        note: "",
        note_attributes: "",
        by_hand: random.chance(5),
    };
    if order.gift_cards_only() {
        order.sent_at = order.paid_at;
    }
    pay(&mut order, random);
    go_wrong(&mut order, random);
    remark(&mut order, random);
    order.sent_at = order.sent_at.filter(|sent| *sent < EXPORTED);
    order
}

/// The shop's codes: ten percent for the first order of those who read the newsletter, three
/// actions of the year, five euros for the second order, and one for friends.
fn discounts(
    who: &Person,
    placed: Moment,
    goods: i64,
    things_before: usize,
    random: &mut Random,
) -> (Vec<&'static str>, i64) {
    if goods == 0 {
        return (Vec::new(), 0);
    }
    let (_, month, day) = date(placed.day());
    let first = things_before == 0;
    let mut percent = 0;
    let mut codes = Vec::new();
    let mut offer = |code, off, permille| {
        if percent == 0 && random.chance(permille) {
            percent = off;
            codes.push(code);
        }
    };
    match (month, day) {
        (11, 24..=30) => offer("BLACKWEEK20", 20, 370),
        (12, 1..=7) => offer("ADVENT15", 15, 190),
        (3, 20..=31) | (4, 1..=5) => offer("SPRING15", 15, 240),
        _ => {}
    }
    if first && who.consent.at(placed) {
        offer("WELCOME10", 10, 250);
    }
    offer("FRIENDS10", 10, 14);
    let mut discount = (goods * percent + 50) / 100;
    if (1..=4).contains(&things_before) && goods - discount > 2500 && random.chance(130) {
        codes.push("THANKYOU5");
        discount += 500;
    }
    (codes, discount)
}

fn pay(order: &mut Order, random: &mut Random) {
    order.payment = [
        "Shopify Payments",
        "PayPal Express Checkout",
        "Klarna",
        "manual",
        "Gift Card + Shopify Payments",
    ][random.weighted(&[560, 275, 92, 58, 15])];
    if order.payment == "manual" {
        let paid = order.placed.plus(random.between(9 * HOUR, 4 * DAY));
        order.paid_at = Some(paid);
        if paid >= EXPORTED || random.chance(25) {
            order.paid_at = None;
            order.status = "pending";
            order.sent_at = None;
        }
    }
}

/// Cancelled (1.5 %, and those never paid) and refunded (4 %).
fn go_wrong(order: &mut Order, random: &mut Random) {
    let given_up = order.placed.plus(10 * DAY);
    if order.status == "pending" && given_up < EXPORTED {
        order.cancelled_at = Some(given_up);
        order.status = "voided";
        return;
    }
    if random.chance(14) {
        let cancelled = order.placed.plus(random.between(20 * MINUTE, 20 * HOUR));
        if cancelled < EXPORTED {
            order.cancelled_at = Some(cancelled);
            order.sent_at = None;
            if order.status == "pending" {
                order.status = "voided";
            } else if random.chance(700) {
                order.status = "refunded";
                order.refunded = order.total();
            }
        }
        return;
    }
    let long_ago = order.placed.plus(5 * DAY) < EXPORTED;
    if !random.chance(34) || !long_ago || order.status != "paid" || order.gift_cards_only() {
        return;
    }
    if random.chance(420) {
        order.status = "refunded";
        order.refunded = order.total();
    } else {
        let goods: Vec<&Line> = order
            .lines
            .iter()
            .filter(|line| !line.is_gift_card())
            .collect();
        let line = *random.pick(&goods);
        let pieces = random.between(1, line.quantity);
        let paid = line.price * pieces * order.subtotal() / gross(&order.lines);
        order.refunded = paid.min(order.total() - 1);
        order.status = "partially_refunded";
        order.paid_at = None;
    }
}

fn remark(order: &mut Order, random: &mut Random) {
    const NOTES: &[&str] = &[
        "Please leave it with the neighbours.",
        "It is a present, please no invoice in the parcel.\nThank you",
        "Doorbell says \"Falk\", second floor",
        "Bitte beim Nachbarn abgeben, danke",
        "Could you wrap the mug well, please? The last one arrived chipped.",
    ];
    if random.chance(28) {
        order.note = *random.pick(NOTES);
    }
    let wrapped = order
        .lines
        .iter()
        .any(|line| line.place.product().handle == "gift-wrap");
    if wrapped || random.chance(12) {
        order.note_attributes = "gift_wrap: yes\nmessage: Alles Gute";
    }
}
