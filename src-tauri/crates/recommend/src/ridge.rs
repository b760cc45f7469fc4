//! What a product's presence follows from: a ridge regression on its nearest neighbours.
//!
//! EASE (Steck, *Embarrassingly Shallow Autoencoders for Sparse Data*, WWW 2019) explains each
//! product by all others at once, which takes the inverse of a square of all products. Here each is
//! explained by the few that it stands with most (as SLIM does with its neighbours; Ning and
//! Karypis, ICDM 2011): `(G + λI) w = g` on these alone. It predicts as well, needs no square
//! of all products, and each product is a small system of its own.

use pannier_core::{Cancel, Cancelled};
use rayon::prelude::*;

use crate::{gram::Gram, links::Links, num::single};

/// How thoroughly products are explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// To choose by: what foretells better with few neighbours does so with many.
    Draft,
    /// To recommend by.
    Full,
}

impl Care {
    /// Neighbours of a product that may explain it: fewer in a shop with very many products, where
    /// the systems are most of the work.
    fn neighbours(self, items: usize) -> usize {
        const MANY: usize = 8_000;
        match (self, items > MANY) {
            (Self::Draft, false) => 70,
            (Self::Draft, true) => 32,
            (Self::Full, false) => 100,
            (Self::Full, true) => 48,
        }
    }
}

/// What one thread needs to explain products one after the other.
struct Desk {
    place: Vec<u16>,
    near: Vec<(f32, u32, f32)>,
    few: Vec<u32>,
    square: Vec<f32>,
    factor: Vec<f32>,
    weights: Vec<f32>,
}

/// The links of all products for each λ.
pub(crate) fn explain(
    gram: &Gram,
    lambdas: &[f64],
    care: Care,
    cancel: &Cancel,
) -> Result<Vec<Links>, Cancelled> {
    let items = gram.items();
    let most = care.neighbours(items);
    let desk = || Desk {
        place: vec![0; items],
        near: Vec::new(),
        few: Vec::new(),
        square: vec![0.0; most * most],
        factor: vec![0.0; most * most],
        weights: Vec::new(),
    };
    let ranks = 0..crate::num::id(items);
    let explained: Vec<Explained> = ranks
        .into_par_iter()
        .map_init(desk, |desk, rank| {
            cancel.check()?;
            Ok(desk.explain(gram, rank, lambdas, most))
        })
        .collect::<Result<_, Cancelled>>()?;
    let links = 0..lambdas.len();
    Ok(links
        .into_par_iter()
        .map(|which| Links::towards(items, &explained, which))
        .collect())
}

/// By what a product is explained, and how strongly for each λ.
pub(crate) struct Explained {
    pub(crate) by: Vec<u32>,
    pub(crate) weights: Vec<Vec<f32>>,
}

impl Desk {
    fn explain(&mut self, gram: &Gram, rank: u32, lambdas: &[f64], most: usize) -> Explained {
        self.near.clear();
        let near = &mut self.near;
        // The cosine, but for a factor that is the same for all.
        gram.row(rank, |other, weight| {
            near.push((weight / gram.diagonal(other).sqrt(), other, weight));
        });
        if near.len() > most {
            near.select_nth_unstable_by(most, |one, other| {
                other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
            });
            near.truncate(most);
        }
        near.sort_unstable_by_key(|near| near.1);
        self.few.clear();
        self.few.extend(near.iter().map(|near| near.1));
        gram.square(&self.few, &mut self.place, &mut self.square);
        let weights = lambdas.iter().map(|lambda| {
            self.solve(single(*lambda));
            self.weights.clone()
        });
        let weights = weights.collect();
        Explained {
            by: self.few.clone(),
            weights,
        }
    }

    /// Cholesky's decomposition, and both substitutions. Where the square is so nearly singular
    /// that rounding makes a pivot vanish, the pivot is λ, which the diagonal has at least.
    fn solve(&mut self, lambda: f32) {
        let side = self.few.len();
        self.weights.clear();
        self.weights.extend(self.near.iter().map(|near| near.2));
        let least = (lambda * 0.5).max(1e-6);
        for row in 0..side {
            let (done, rest) = self.factor.split_at_mut(row * side);
            let here = &mut rest[..side];
            for column in 0..row {
                let other = &done[column * side..column * side + side];
                let sum = dot(&here[..column], &other[..column]);
                here[column] = (self.square[row * side + column] - sum) * other[column];
            }
            let sum = dot(&here[..row], &here[..row]);
            let pivot = (self.square[row * side + row] + lambda - sum).max(least);
            // Its inverse is kept, since all that comes is divided by it.
            here[row] = pivot.sqrt().recip();
            let known = dot(&here[..row], &self.weights[..row]);
            self.weights[row] = (self.weights[row] - known) * here[row];
        }
        for row in (0..side).rev() {
            let factor = &self.factor[row * side..row * side + side];
            let weight = self.weights[row] * factor[row];
            self.weights[row] = weight;
            for (other, cell) in self.weights[..row].iter_mut().zip(&factor[..row]) {
                *other -= weight * cell;
            }
        }
    }
}

/// The sum of products, in lanes that the processor adds side by side; always in the same order.
#[inline]
fn dot(one: &[f32], other: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let mut rest = 0.0;
    for (one, other) in ones.remainder().iter().zip(others.remainder()) {
        rest += one * other;
    }
    for (one, other) in ones.zip(others) {
        for lane in 0..LANES {
            sums[lane] += one[lane] * other[lane];
        }
    }
    for width in [8, 4, 2, 1] {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
    }
    sums[0] + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gram::Member, lists::Lists};

    /// Three products; the third stands with the first alone.
    #[test]
    fn a_product_is_explained_by_what_it_follows_from() {
        let mut sets = Lists::default();
        for _ in 0..50 {
            for ranks in [&[0, 2][..], &[0, 1, 2], &[1], &[0]] {
                sets.push(ranks.iter().map(|rank| Member {
                    rank: *rank,
                    weight: 1.0,
                }));
            }
        }
        let cancel = Cancel::default();
        let gram = Gram::of(3, &sets, &cancel).unwrap();
        let links = explain(&gram, &[1.0], Care::Full, &cancel).unwrap();
        // (G + I) w = g by hand: [151 50; 50 101] w = [100; 50], so w = [7600; 2550] ÷ det.
        let weight = |from: u32| f64::from(links[0].weight(from, 2).unwrap());
        let ratio = weight(0) / weight(1);
        assert!((ratio - 7_600.0 / 2_550.0).abs() < 1e-4, "{ratio}");
        assert_eq!(links[0].weight(2, 2), None, "nothing explains itself");
    }

    #[test]
    fn lanes_add_up() {
        let numbers: Vec<f32> = (0_u8..37).map(f32::from).collect();
        let plain: f32 = numbers.iter().map(|number| number * number).sum();
        assert!((dot(&numbers, &numbers) - plain).abs() < 1e-2);
        assert!(dot(&[], &[]).abs() < f32::EPSILON);
    }
}
