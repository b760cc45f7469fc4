//! What products sold, by hand: an order counts once, gift cards never, variants as one.

use pannier_analytics::{Formula, Parts, ProductFigures, product_figures};
use pannier_core::LineFact;

use crate::{
    made_up::order,
    stall::{Extra, Stall, all, day_number, wares},
};

fn figures(stall: Stall, product_of: &[u32], products: usize) -> Vec<ProductFigures> {
    let facts = stall.facts();
    let parts = Parts {
        from: day_number(0),
        until: day_number(10),
        count: 2,
    };
    product_figures(
        &facts,
        Formula::Goods,
        &all(&facts),
        product_of,
        products,
        parts,
    )
}

#[test]
fn each_product_has_its_units_revenue_and_the_orders_that_hold_it() {
    let mut stall = Stall::new(wares(&[1_000, 2_500, 4_000]));
    let none = Extra::default();
    stall.sell(0, &[0, 1], none);
    stall.sell(4, &[0], none);
    stall.sell(5, &[0, 2], none);
    stall.sell(9, &[2], none);
    let found = figures(stall, &[0, 1, 2], 3);
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.orders,
                one.units,
                one.revenue,
                one.baskets,
                one.parts.clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (3, 3, 3_000, 3_500 + 1_000 + 5_000, vec![2, 1]),
            (1, 1, 2_500, 3_500, vec![1, 0]),
            (2, 2, 8_000, 5_000 + 4_000, vec![0, 2]),
        ]
    );
}

#[test]
fn variants_are_one_product_and_their_order_counts_once() {
    let mut stall = Stall::new(wares(&[1_000, 1_200, 4_000]));
    stall.sell(1, &[0, 1, 2], Extra::default());
    stall.sell(2, &[1], Extra::default());
    let found = figures(stall, &[0, 0, 1], 2);
    assert_eq!((found[0].orders, found[0].units), (2, 3));
    assert_eq!((found[0].revenue, found[0].baskets), (3_400, 6_200 + 1_200));
    assert_eq!((found[1].orders, found[1].baskets), (1, 6_200));
}

#[test]
fn gift_cards_and_unknown_products_are_left_out() {
    let mut stall = Stall::new(wares(&[1_000, 5_000]));
    let fact = order(day_number(3), None, 1_800);
    let line = |product, gift_card| LineFact {
        product,
        quantity: 2,
        amount: 2_000,
        discount: 200,
        gift_card,
    };
    stall.push(fact, "", vec![line(0, false), line(1, true)]);
    let found = figures(stall, &[0, 1], 2);
    assert_eq!(
        (found[0].units, found[0].revenue, found[0].baskets),
        (2, 1_800, 1_800)
    );
    assert_eq!(found[1].orders, 0);

    let mut stall = Stall::new(wares(&[1_000, 5_000]));
    stall.sell(0, &[0, 1], Extra::default());
    let found = figures(stall, &[0, 7], 1);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].orders, found[0].baskets), (1, 6_000));
}
