//! From exact parts to minor units that add up.

use super::{
    Part, PartKind, ProductMove, ProductSide,
    divisia::{FREE, OF_GOODS, Raw, RawProduct},
};
use crate::interval::minor;

/// The parts in minor units; together they are the change.
pub(super) fn parts(
    change: i64,
    raw: Vec<(PartKind, Raw)>,
    sold: impl Fn(u32) -> [ProductSide; 2],
    top: usize,
) -> Vec<Part> {
    let amounts: Vec<f64> = raw.iter().map(|(_, raw)| raw.amount).collect();
    let rounded = in_minor_units(change, &amounts, FREE);
    raw.into_iter()
        .zip(rounded)
        .filter(|((kind, _), amount)| *amount != 0 || is_always_told(*kind))
        .map(|((kind, raw), amount)| part(kind, amount, raw.products, &sold, top))
        .collect()
}

fn is_always_told(kind: PartKind) -> bool {
    OF_GOODS[..4].contains(&kind)
}

fn part(
    kind: PartKind,
    amount: i64,
    mut products: Vec<RawProduct>,
    sold: impl Fn(u32) -> [ProductSide; 2],
    top: usize,
) -> Part {
    let product_count = u32::try_from(products.len()).unwrap_or(u32::MAX);
    let stronger = |a: &RawProduct, b: &RawProduct| {
        let by_amount = b.amount.abs().total_cmp(&a.amount.abs());
        by_amount.then(a.product.cmp(&b.product))
    };
    if top < products.len() {
        products.select_nth_unstable_by(top, stronger);
        products.truncate(top);
    }
    products.sort_unstable_by(stronger);
    let products: Vec<ProductMove> = products
        .into_iter()
        .map(|raw| {
            let [before, after] = sold(raw.product);
            ProductMove {
                product: raw.product,
                amount: minor(raw.amount),
                before,
                after,
            }
        })
        .filter(|product| product.amount != 0)
        .collect();
    let named = products
        .iter()
        .fold(0_i64, |sum, product| sum.saturating_add(product.amount));
    Part {
        kind,
        amount,
        products,
        others: amount.saturating_sub(named),
        product_count,
    }
}

/// Whole numbers next to `exact` that add up to `total`: each is rounded down, and the units that
/// are still missing go to the largest fractions (largest remainder; ties to the earlier one).
/// What more there is, as floats have but sixteen digits, goes to the number at `rest`.
pub(super) fn in_minor_units(total: i64, exact: &[f64], rest: usize) -> Vec<i64> {
    let mut whole: Vec<i64> = exact.iter().map(|amount| minor(amount.floor())).collect();
    let missing = i128::from(total) - whole.iter().map(|part| i128::from(*part)).sum::<i128>();
    let mut by_fraction: Vec<usize> = (0..exact.len()).collect();
    let fraction = |index: usize| exact[index] - exact[index].floor();
    by_fraction.sort_by(|a, b| fraction(*b).total_cmp(&fraction(*a)));
    let dealt = usize::try_from(missing.max(0)).map_or(exact.len(), |n| n.min(exact.len()));
    for index in &by_fraction[..dealt] {
        whole[*index] = whole[*index].saturating_add(1);
    }
    let left = total_less(total, &whole);
    if left != 0 {
        whole[rest] = crate::clusters::fit(i128::from(whole[rest]) + left);
    }
    whole
}

fn total_less(total: i64, parts: &[i64]) -> i128 {
    i128::from(total) - parts.iter().map(|part| i128::from(*part)).sum::<i128>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_fractions_get_the_missing_cents() {
        assert_eq!(in_minor_units(3, &[1.4, 1.4, 0.2], 2), [2, 1, 0]);
        assert_eq!(in_minor_units(-2, &[-1.5, -0.75, 0.25], 0), [-1, -1, 0]);
        assert_eq!(in_minor_units(0, &[0.3, -0.3, 0.0], 2), [0, 0, 0]);
        assert_eq!(
            in_minor_units(5, &[0.0, 0.0], 0),
            [4, 1],
            "past all sense, it still adds up"
        );
    }
}
