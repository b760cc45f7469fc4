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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_shop::baskets::FREE_SHIPPING_FROM;
    use crate::sample_shop::catalogue::place_of;
    use crate::sample_shop::people;

    /// Runs on the shop as it is.
    fn with_orders(check: impl FnOnce(&[Order<'_>])) {
        let (people, guests) = (people::all(), people::guests());
        check(&all(&people, &guests));
    }

    /// How many of a thousand.
    fn permille(part: usize, whole: usize) -> usize {
        part * 1000 / whole
    }

    #[test]
    fn every_order_adds_up() {
        with_orders(|orders| {
            for order in orders {
                let total = order.total();
                assert!(order.subtotal() > 0 && order.discount >= 0, "{order:?}");
                assert!((0..=total).contains(&order.refunded), "{order:?}");
                let partly = order.refunded > 0 && order.refunded < total;
                assert_eq!(order.status == "partially_refunded", partly, "{order:?}");
                // Shopify leaves this empty for all orders that were refunded in part.
                assert!(!partly || order.paid_at.is_none(), "{order:?}");
                let shipped_free = order.shipping == 0 && !order.gift_cards_only();
                assert!(
                    !shipped_free || order.subtotal() >= FREE_SHIPPING_FROM,
                    "{order:?}"
                );
                for moment in [order.paid_at, order.sent_at, order.cancelled_at] {
                    assert!(
                        moment.is_none_or(|moment| moment >= order.placed),
                        "{order:?}"
                    );
                }
            }
        });
    }

    #[test]
    fn the_shop_is_believable() {
        with_orders(|orders| {
            let share = |of: &dyn Fn(&Order<'_>) -> bool| {
                permille(
                    orders.iter().filter(|order| of(order)).count(),
                    orders.len(),
                )
            };
            assert!(
                (9500..10_500).contains(&orders.len()),
                "{} orders",
                orders.len()
            );
            assert!(
                (30..50).contains(&share(&|order| order.refunded > 0)),
                "refunded"
            );
            assert!(
                (10..20).contains(&share(&|order| order.cancelled_at.is_some())),
                "cancelled"
            );
            assert!(
                (5..15).contains(&share(&|order| order.who.email.is_empty())),
                "guests"
            );
            assert!(
                (1..10).contains(&share(&|order| order.gift_cards_only())),
                "gift cards alone"
            );
            // Shipping at 65 euros draws orders up to and just over it.
            let within =
                |low, high| share(&|order: &Order<'_>| (low..high).contains(&order.subtotal()));
            assert!(
                within(5500, 7000) > within(4000, 5500),
                "a pile at the threshold"
            );

            let goods: i64 = orders.iter().map(Order::subtotal).sum();
            let average = goods / i64::try_from(orders.len()).unwrap();
            assert!(
                (5400..6000).contains(&average),
                "{average} cents on average"
            );
        });
    }

    #[test]
    fn a_throw_and_a_cushion_cover_belong_together() {
        with_orders(|orders| {
            let throw = place_of("linen-throw").unwrap();
            let cover = place_of("linen-cushion-cover").unwrap();
            let holds =
                |order: &&Order<'_>, place| order.lines.iter().any(|line| line.place == place);
            let throws = orders.iter().filter(|order| holds(order, throw)).count();
            let covers = orders.iter().filter(|order| holds(order, cover)).count();
            let both = orders
                .iter()
                .filter(|order| holds(order, throw) && holds(order, cover))
                .count();
            // In tenths of what chance alone would give.
            let lift = both * orders.len() * 10 / (throws * covers);
            assert!((25..45).contains(&lift), "{lift} tenths of chance");
        });
    }
}
