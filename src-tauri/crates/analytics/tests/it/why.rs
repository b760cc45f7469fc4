//! Why the average moved: parts that add up to the cent, whatever the shop.

use std::collections::{BTreeSet, HashMap};

use pannier_analytics::{Formula, Moved, PartKind, decompose, decompose_by};
use pannier_core::{Day, Facts, OrderFlags, Products};
use proptest::prelude::*;

use crate::{
    baskets::{Basket, shop},
    made_up::FIRST_DAY,
};

const PRODUCTS: usize = 5;

fn day() -> Day {
    FIRST_DAY.parse().unwrap()
}

fn amount_of(moved: &Moved, kind: PartKind) -> i64 {
    let mut amounts = moved.parts.iter().filter(|part| part.kind == kind);
    amounts.next().map_or(0, |part| part.amount)
}

/// Two sides: the first `then` baskets, and the rest.
fn two_sides(then: &[Basket], now: &[Basket]) -> (Facts, Vec<u32>, Vec<u32>) {
    let facts = shop(&[then, now].concat(), &[None; PRODUCTS]);
    let split = u32::try_from(then.len()).unwrap();
    let all = u32::try_from(facts.len()).unwrap();
    (facts, (0..split).collect(), (split..all).collect())
}

fn moved(then: &[Basket], now: &[Basket]) -> Moved {
    let (facts, before, after) = two_sides(then, now);
    decompose(&facts, Formula::Goods, &before, &after, 3)
}

const CANDLE: u32 = 0;
const THROW: u32 = 1;
const TOWEL: u32 = 2;

#[test]
fn each_cause_alone_is_the_only_part() {
    let plain = [
        Basket::on(day()).line(CANDLE, 2, 2_000, 0),
        Basket::on(day()).line(THROW, 2, 8_000, 800),
    ];
    let twice = [
        Basket::on(day()).line(CANDLE, 4, 4_000, 0),
        Basket::on(day()).line(THROW, 4, 16_000, 1_600),
    ];
    let dearer = [
        Basket::on(day()).line(CANDLE, 2, 2_000, 0),
        Basket::on(day()).line(THROW, 2, 9_000, 900),
    ];
    let discounted = [
        Basket::on(day()).line(CANDLE, 2, 2_000, 0),
        Basket::on(day()).line(THROW, 2, 8_000, 2_400),
    ];
    let candles = [
        Basket::on(day()).line(CANDLE, 3, 3_000, 0),
        Basket::on(day()).line(THROW, 1, 4_000, 400),
    ];
    for (now, only, change) in [
        (&plain, None, 0),
        (&twice, Some(PartKind::UnitsPerOrder), 4_600),
        (&dearer, Some(PartKind::Price), 450),
        (&discounted, Some(PartKind::Discount), -800),
        (&candles, Some(PartKind::Choice), -1_300),
    ] {
        let moved = moved(&plain, now);
        assert_eq!(moved.change, Some(change));
        for part in &moved.parts {
            let expected = if Some(part.kind) == only { change } else { 0 };
            assert_eq!(
                part.amount, expected,
                "{part:?} where {only:?} is the cause"
            );
        }
    }
}

#[test]
fn parts_name_the_products_and_their_prices() {
    let then = [
        Basket::on(day()).line(CANDLE, 1, 1_000, 0),
        Basket::on(day()).line(THROW, 1, 4_900, 0),
    ];
    let now = [
        Basket::on(day()).line(CANDLE, 2, 2_000, 200),
        Basket::on(day()).line(THROW, 1, 5_200, 0),
    ];
    let moved = moved(&then, &now);
    let part = |kind| moved.parts.iter().find(|part| part.kind == kind).unwrap();
    let price = &part(PartKind::Price).products;
    assert_eq!(price.len(), 1, "the candle's price did not move");
    assert_eq!(price[0].product, THROW);
    assert_eq!(
        (price[0].before.price(), price[0].after.price()),
        (Some(4_900), Some(5_200))
    );
    let choice = &part(PartKind::Choice).products;
    assert_eq!(choice.len(), 2);
    for product in choice {
        assert!(
            product.amount < 0,
            "more of the cheap, fewer of the dear: {product:?}"
        );
    }
    let discount = &part(PartKind::Discount).products;
    assert_eq!(
        (discount[0].product, discount[0].after.price_paid()),
        (CANDLE, Some(900))
    );
    assert_eq!(moved.before.units_per_order(), Some(1.0));
    assert_eq!(moved.after.units_per_order(), Some(1.5));
    assert_eq!(moved.before.discount_share(), Some(0.0));
    let share = moved.after.discount_share().unwrap();
    assert!((share - 200.0 / 7_200.0).abs() < 1e-12);
}

/// A product that comes or goes counts by how far it lies from the average price of a piece: a
/// successor at the same price moves nothing.
#[test]
fn a_successor_at_the_same_price_moves_nothing() {
    let then = [Basket::on(day())
        .line(CANDLE, 1, 1_000, 0)
        .line(THROW, 1, 5_000, 0)];
    let now = [Basket::on(day())
        .line(CANDLE, 1, 1_000, 0)
        .line(TOWEL, 1, 5_000, 0)];
    let moved = moved(&then, &now);
    assert_eq!(moved.change, Some(0));
    assert_eq!(amount_of(&moved, PartKind::NewProducts), 2_000);
    assert_eq!(amount_of(&moved, PartKind::GoneProducts), -2_000);
    assert!(PartKind::NewProducts.is_mix() && !PartKind::Price.is_mix());
}

#[test]
fn what_is_free_is_named_and_what_has_no_lines_too() {
    let plain = [Basket::on(day()).line(THROW, 1, 5_000, 0)];
    let with_sample = [Basket::on(day())
        .line(THROW, 1, 5_000, 0)
        .line(TOWEL, 1, 300, 300)];
    let moved_by_sample = moved(&plain, &with_sample);
    assert_eq!(moved_by_sample.change, Some(0));
    let pieces = amount_of(&moved_by_sample, PartKind::UnitsPerOrder);
    assert_eq!(pieces, 3_466, "5,000 · ln 2: twice the pieces");
    let free = amount_of(&moved_by_sample, PartKind::FreeItems);
    let choice = amount_of(&moved_by_sample, PartKind::Choice);
    assert_eq!(
        (free, choice),
        (-2_500, -966),
        "half of the pieces are free, at a middle price of 5,000 ÷ 2 ÷ ln 2"
    );

    let unlisted = [Basket::on(day())
        .line(THROW, 1, 5_000, 0)
        .goods(1, 3_000, 0)];
    let moved_by_unlisted = moved(&plain, &unlisted);
    assert_eq!(moved_by_unlisted.change, Some(3_000));
    assert!(amount_of(&moved_by_unlisted, PartKind::UnlistedItems) < 0);

    let no_pieces = [Basket::on(day()).goods(0, 7_000, 0)];
    let unknown = moved(&plain, &no_pieces);
    assert_eq!(
        amount_of(&unknown, PartKind::FreeItems),
        2_000,
        "{unknown:?}"
    );
}

#[test]
fn an_empty_side_has_no_change() {
    let some = [Basket::on(day()).line(CANDLE, 1, 1_000, 0)];
    for moved in [moved(&[], &some), moved(&some, &[]), moved(&[], &[])] {
        assert_eq!(
            (moved.change, moved.parts.len(), moved.rounding()),
            (None, 0, 0)
        );
    }
    let facts = shop(&some, &[]);
    assert_eq!(
        decompose_by(&facts, Formula::Goods, &[], &[0], &facts.country.of, 1),
        None
    );
    let nothing = Facts {
        products: Products::default(),
        ..Facts::default()
    };
    assert_eq!(
        decompose(&nothing, Formula::Goods, &[], &[], 3)
            .before
            .units_per_order(),
        None
    );
}

#[test]
fn other_formulas_name_what_they_add() {
    let with = |shipping, tax, refunded| {
        let mut basket = Basket::on(day())
            .line(CANDLE, 1, 10_000, 0)
            .gift_card(TOWEL, 2_500);
        basket.fact.shipping = shipping;
        basket.fact.tax = tax;
        basket.fact.goods_tax = tax;
        basket.fact.refunded = refunded;
        basket.fact.goods_refunded = refunded;
        basket.fact.tip = 50;
        basket.fact.duties = 30;
        basket.fact.total += shipping + tax + 50 + 30 + 7;
        basket
    };
    let (facts, before, after) = two_sides(&[with(490, 1_900, 0)], &[with(0, 700, 1_000)]);
    let parts = |formula| {
        let moved = decompose(&facts, formula, &before, &after, 3);
        let amounts = [PartKind::Tax, PartKind::Shipping, PartKind::Refunds]
            .map(|kind| amount_of(&moved, kind));
        assert_eq!(
            moved.parts.iter().map(|part| part.amount).sum::<i64>(),
            moved.change.unwrap()
        );
        amounts
    };
    assert_eq!(parts(Formula::Goods), [0, 0, 0]);
    assert_eq!(parts(Formula::Shopify), [0, 0, 0], "tax is on top");
    assert_eq!(parts(Formula::Net), [0, 0, -1_000]);
    assert_eq!(parts(Formula::Collected), [-1_200, -490, -1_000]);

    let included = |tax| {
        let mut basket = Basket::on(day()).line(CANDLE, 1, 10_000, 0);
        basket.fact.flags = OrderFlags::TAX_INCLUDED;
        (basket.fact.tax, basket.fact.goods_tax) = (tax, tax);
        basket
    };
    let (facts, before, after) = two_sides(&[included(1_597)], &[included(654)]);
    let moved = decompose(&facts, Formula::Shopify, &before, &after, 3);
    assert_eq!(amount_of(&moved, PartKind::Tax), 943);
}

/// Baskets of any kind: negative lines, none, free ones, no pieces, gift cards, goods without lines.
fn any_basket(largest: i64) -> impl Strategy<Value = Basket> {
    let line = (
        0..u32::try_from(PRODUCTS).unwrap(),
        prop_oneof![8 => 1_u32..5, 1 => Just(0), 1 => Just(u32::MAX)],
        prop_oneof![8 => 0..=largest, 1 => -largest..=0, 1 => Just(0)],
        prop_oneof![4 => Just(0_u8), 4 => 1_u8..40, 1 => Just(100), 1 => Just(120)],
        prop::bool::weighted(0.1),
    );
    let extras = prop::array::uniform8(prop_oneof![2 => Just(0), 1 => -largest / 9..=largest]);
    (
        prop::collection::vec(line, 0..5),
        extras,
        0_u8..8,
        prop::bool::ANY,
    )
        .prop_map(|(lines, extras, unlisted, tax_included)| {
            let mut basket = Basket::on(day());
            for (product, quantity, amount, percent, gift_card) in lines {
                let discount = amount / 100 * i64::from(percent);
                if gift_card {
                    basket = basket.gift_card(product, amount);
                } else {
                    basket = basket.line(product, quantity, amount, discount);
                }
            }
            if unlisted == 0 {
                basket = basket.goods(extras[0] % 4, extras[1], extras[2] / 8);
            }
            let fact = &mut basket.fact;
            fact.flags = OrderFlags::default().when(OrderFlags::TAX_INCLUDED, tax_included);
            (fact.goods_tax, fact.tax, fact.shipping) = (extras[3] / 5, extras[3] / 4, extras[4]);
            (fact.refunded, fact.goods_refunded) = (extras[5], extras[5] / 2);
            (fact.tip, fact.total) = (extras[6], fact.total + extras[4] + extras[7]);
            basket
        })
}

fn any_side(largest: i64) -> impl Strategy<Value = Vec<Basket>> {
    prop::collection::vec(any_basket(largest), 0..12)
}

const LARGEST: i64 = (1 << 53) - 1;

fn adds_up(moved: &Moved) -> Result<(), TestCaseError> {
    let sum: i128 = moved.parts.iter().map(|part| i128::from(part.amount)).sum();
    prop_assert_eq!(sum, i128::from(moved.change.unwrap_or(0)), "{:?}", moved);
    for part in &moved.parts {
        let named: i128 = part
            .products
            .iter()
            .map(|product| i128::from(product.amount))
            .sum();
        prop_assert_eq!(named + i128::from(part.others), i128::from(part.amount));
        prop_assert!(part.products.len() <= 3);
    }
    prop_assert!(moved.rounding().abs() <= 1);
    if let (Some(before), Some(change)) = (moved.before.aov, moved.change) {
        prop_assert_eq!(moved.after.aov, Some(before + change + moved.rounding()));
    }
    for number in
        [moved.before, moved.after].map(|side| [side.units_per_order(), side.discount_share()])
    {
        prop_assert!(number.iter().flatten().all(|number| number.is_finite()));
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "amounts of these tests have few digits"
)]
fn float(value: i64) -> f64 {
    value as f64
}

/// Pieces, goods before and after discounts.
type Sold = [f64; 3];

/// One side by product, in all, and what no line accounts for.
struct PlainSide {
    products: HashMap<u32, Sold>,
    all: Sold,
    unlisted: Sold,
    orders: f64,
}

impl PlainSide {
    fn read(facts: &Facts, positions: &[u32]) -> Self {
        let mut products: HashMap<u32, Sold> = HashMap::new();
        let mut all = [0.0; 3];
        for at in positions.iter().map(|at| *at as usize) {
            let goods = float(facts.goods[at]);
            let gross = goods + float(facts.discounts[at]);
            add(&mut all, [float(facts.units[at]), gross, goods]);
            for line in facts.lines.of(at) {
                let amount = float(facts.lines.amount[line]);
                let goods = amount - float(facts.lines.discount[line]);
                if !facts.lines.gift_card[line] {
                    let pieces = f64::from(facts.lines.quantity[line]);
                    let sums = products.entry(facts.lines.product[line]).or_default();
                    add(sums, [pieces, amount, goods]);
                }
            }
        }
        let mut unlisted = all;
        for sums in products.values() {
            add(&mut unlisted, sums.map(|sum| -sum));
        }
        products.retain(|_, sums| sums.iter().any(|sum| sum.abs() > 0.0));
        let orders = f64::from(u32::try_from(positions.len()).unwrap());
        Self {
            products,
            all,
            unlisted,
            orders,
        }
    }

    fn aov(&self) -> f64 {
        self.all[2] / self.orders
    }

    fn price(&self) -> f64 {
        self.all[2] / self.all[0]
    }
}

fn add(sums: &mut Sold, more: Sold) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

fn log_mean(a: f64, b: f64) -> f64 {
    if ((a - b) / b).abs() < 1e-9 {
        b
    } else {
        (a - b) / (a / b).ln()
    }
}

fn positive(sold: Sold) -> bool {
    sold.iter().all(|number| *number > 0.0)
}

/// The definition word for word, product by product, with hash maps: what every part is before it
/// is rounded.
fn plainly(facts: &Facts, before: &[u32], after: &[u32]) -> HashMap<PartKind, f64> {
    let (then, now) = (
        PlainSide::read(facts, before),
        PlainSide::read(facts, after),
    );
    let mut parts: HashMap<PartKind, f64> = HashMap::new();
    if [&then, &now]
        .iter()
        .any(|side| side.all[0] <= 0.0 || side.all[2] <= 0.0)
    {
        parts.insert(PartKind::FreeItems, now.aov() - then.aov());
        return parts;
    }
    let per_order = (now.all[0] / now.orders) / (then.all[0] / then.orders);
    let weight = log_mean(now.aov(), then.aov());
    parts.insert(PartKind::UnitsPerOrder, weight * per_order.ln());
    let middle = log_mean(now.price(), then.price());
    let mut tell = |kind, amount: f64| *parts.entry(kind).or_default() += weight / middle * amount;
    let shared = |old: Sold, new: Sold| {
        let weight = log_mean(new[2] / now.all[0], old[2] / then.all[0]);
        let (share_then, share_now) = (old[0] / then.all[0], new[0] / now.all[0]);
        let price = weight * ((new[1] / new[0]) / (old[1] / old[0])).ln();
        let discount = weight * ((new[2] / new[1]) / (old[2] / old[1])).ln();
        let choice = weight * (share_now / share_then).ln() - middle * (share_now - share_then);
        (price, discount, choice)
    };
    let whole = |old: Sold, new: Sold| {
        (new[2] - middle * new[0]) / now.all[0] - (old[2] - middle * old[0]) / then.all[0]
    };
    let names: BTreeSet<u32> = then
        .products
        .keys()
        .chain(now.products.keys())
        .copied()
        .collect();
    for name in names {
        let side = |side: &PlainSide| side.products.get(&name).copied();
        match (side(&then), side(&now)) {
            (Some(old), Some(new)) if positive(old) && positive(new) => {
                let (price, discount, choice) = shared(old, new);
                tell(PartKind::Price, price);
                tell(PartKind::Discount, discount);
                tell(PartKind::Choice, choice);
            }
            (None, Some(new)) if positive(new) => tell(PartKind::NewProducts, whole([0.0; 3], new)),
            (Some(old), None) if positive(old) => {
                tell(PartKind::GoneProducts, whole(old, [0.0; 3]));
            }
            (old, new) => {
                let amount = whole(old.unwrap_or_default(), new.unwrap_or_default());
                tell(PartKind::FreeItems, amount);
            }
        }
    }
    if positive(then.unlisted) && positive(now.unlisted) {
        let (price, discount, choice) = shared(then.unlisted, now.unlisted);
        tell(PartKind::Discount, discount);
        tell(PartKind::UnlistedItems, price + choice);
    } else {
        tell(PartKind::UnlistedItems, whole(then.unlisted, now.unlisted));
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn parts_add_up_to_the_cent(then in any_side(20_000), now in any_side(20_000)) {
        let (facts, before, after) = two_sides(&then, &now);
        for formula in Formula::ALL {
            adds_up(&decompose(&facts, formula, &before, &after, 3))?;
        }
    }

    #[test]
    fn parts_of_huge_amounts_add_up_to_the_cent(then in any_side(LARGEST), now in any_side(LARGEST)) {
        let (facts, before, after) = two_sides(&then, &now);
        for formula in Formula::ALL {
            adds_up(&decompose(&facts, formula, &before, &after, 3))?;
        }
    }

    #[test]
    fn parts_are_those_of_the_definition(then in any_side(20_000), now in any_side(20_000)) {
        let (facts, before, after) = two_sides(&then, &now);
        let moved = decompose(&facts, Formula::Goods, &before, &after, 3);
        if moved.change.is_some() {
            let expected = plainly(&facts, &before, &after);
            for kind in expected.keys().copied().chain(moved.parts.iter().map(|part| part.kind)) {
                let (found, exact) = (amount_of(&moved, kind), expected.get(&kind).copied().unwrap_or(0.0));
                prop_assert!((float(found) - exact).abs() < 1.01 + 1e-9 * exact.abs(), "{kind:?}: {found} for {exact}");
            }
        }
    }

    /// Asked the other way round, every cause moves the average as far back.
    #[test]
    fn back_again_is_the_same_with_the_other_sign(then in any_side(20_000), now in any_side(20_000)) {
        let (facts, before, after) = two_sides(&then, &now);
        let there = decompose(&facts, Formula::Goods, &before, &after, 3);
        let back = decompose(&facts, Formula::Goods, &after, &before, 3);
        for kind in [PartKind::UnitsPerOrder, PartKind::Price, PartKind::Discount, PartKind::Choice] {
            prop_assert!((amount_of(&there, kind) + amount_of(&back, kind)).abs() <= 2);
        }
        prop_assert!((amount_of(&there, PartKind::NewProducts) + amount_of(&back, PartKind::GoneProducts)).abs() <= 2);
    }

    #[test]
    fn groups_add_up_to_the_cent(
        then in any_side(LARGEST),
        now in any_side(LARGEST),
        groups in prop::collection::vec(0_u32..6, 24),
    ) {
        let (facts, before, after) = two_sides(&then, &now);
        for formula in Formula::ALL {
            let change = decompose(&facts, formula, &before, &after, 0).change;
            // Five groups are announced; orders of a sixth, and those past the list, are not lost.
            let Some(moved) = decompose_by(&facts, formula, &before, &after, &groups[..20], 5) else {
                prop_assert_eq!(change, None);
                continue;
            };
            prop_assert_eq!(Some(moved.change), change);
            prop_assert_eq!(moved.within + moved.between, moved.change);
            let sum = |of: fn(&pannier_analytics::GroupMove) -> i64| moved.groups.iter().map(of).sum::<i64>();
            prop_assert_eq!((sum(|group| group.within), sum(|group| group.between)), (moved.within, moved.between));
            let orders: u32 = moved.groups.iter().map(|group| group.before.orders + group.after.orders).sum();
            prop_assert_eq!(orders as usize, facts.len());
        }
    }
}

#[test]
fn a_richer_country_that_grows_is_mix_and_a_dearer_order_is_not() {
    let order = |goods| Basket::on(day()).line(CANDLE, 1, goods, 0);
    let then = [order(4_000), order(4_000), order(4_000), order(8_000)];
    let now = [order(4_000), order(4_000), order(8_000), order(8_000)];
    let (facts, before, after) = two_sides(&then, &now);
    let moved = decompose_by(
        &facts,
        Formula::Goods,
        &before,
        &after,
        &[0, 0, 0, 1, 0, 0, 1, 1],
        2,
    )
    .unwrap();
    assert_eq!(
        (moved.change, moved.within, moved.between),
        (1_000, 0, 1_000)
    );
    assert_eq!(moved.groups.len(), 2);
    let same = decompose_by(&facts, Formula::Goods, &before, &after, &[0; 8], 1).unwrap();
    assert_eq!((same.within, same.between), (1_000, 0));
    assert_eq!(
        (same.groups[0].before.aov, same.groups[0].after.aov),
        (Some(5_000), Some(6_000))
    );
}
