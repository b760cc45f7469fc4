//! How strongly any two products stand in the same baskets, or with the same people.

use pannier_core::{Cancel, Cancelled};
use rayon::prelude::*;

use crate::lists::Lists;

/// Products up to which a square of all of them is kept: 64 MB.
const DENSE: usize = 4_000;
/// Pairs that are counted for the square of many products; beyond, the largest sets are cut to
/// their strongest members, which say most.
const PAIRS: u64 = 40_000_000;

/// A product in a set (a basket, a customer), and how much it counts there.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Member {
    pub(crate) rank: u32,
    pub(crate) weight: f32,
}

/// The sum over all sets of the products of two members' weights: `G = XᵀX`.
#[derive(Debug)]
pub(crate) enum Gram {
    /// Row by row, of few products.
    Dense { items: usize, cells: Vec<f32> },
    /// Of many products only what stands together in two sets or more.
    Sparse {
        diagonal: Vec<f32>,
        rows: Lists<Member>,
    },
}

impl Gram {
    /// From sets whose members are in ascending order.
    pub(crate) fn of(
        items: usize,
        sets: &Lists<Member>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        if items <= DENSE {
            Self::dense(items, sets, cancel)
        } else {
            Self::sparse(items, &narrowed(sets), cancel)
        }
    }

    fn dense(items: usize, sets: &Lists<Member>, cancel: &Cancel) -> Result<Self, Cancelled> {
        let holders = holders(items, sets);
        let mut cells = vec![0.0_f32; items * items];
        cells
            .par_chunks_mut(items.max(1))
            .enumerate()
            .try_for_each(|(rank, row)| {
                cancel.check()?;
                for holder in holders.of(crate::num::id(rank)) {
                    for member in sets.of(holder.rank) {
                        row[member.rank as usize] += holder.weight * member.weight;
                    }
                }
                Ok(())
            })?;
        Ok(Self::Dense { items, cells })
    }

    fn sparse(items: usize, sets: &Lists<Member>, cancel: &Cancel) -> Result<Self, Cancelled> {
        let holders = holders(items, sets);
        let ranks = 0..crate::num::id(items);
        let rows: Vec<Vec<Member>> = ranks
            .into_par_iter()
            .map_init(
                || (vec![(0_u32, 0.0_f32); items], Vec::new()),
                |(sums, touched), rank| {
                    cancel.check()?;
                    for holder in holders.of(rank) {
                        for member in sets.of(holder.rank) {
                            let sum = &mut sums[member.rank as usize];
                            if sum.0 == 0 {
                                touched.push(member.rank);
                            }
                            sum.0 += 1;
                            sum.1 += holder.weight * member.weight;
                        }
                    }
                    touched.sort_unstable();
                    let mut row = Vec::new();
                    for other in touched.drain(..) {
                        let (times, weight) = std::mem::take(&mut sums[other as usize]);
                        if times > 1 || other == rank {
                            row.push(Member {
                                rank: other,
                                weight,
                            });
                        }
                    }
                    row.shrink_to_fit();
                    Ok(row)
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        let mut lists = Lists::with_room(rows.iter().map(Vec::len).sum());
        let mut diagonal = Vec::with_capacity(items);
        for (rank, row) in (0..).zip(rows) {
            let own = row.iter().find(|member| member.rank == rank);
            diagonal.push(own.map_or(0.0, |own| own.weight));
            lists.push(row);
        }
        Ok(Self::Sparse {
            diagonal,
            rows: lists,
        })
    }

    pub(crate) fn items(&self) -> usize {
        match self {
            Self::Dense { items, .. } => *items,
            Self::Sparse { diagonal, .. } => diagonal.len(),
        }
    }

    pub(crate) fn diagonal(&self, rank: u32) -> f32 {
        match self {
            Self::Dense { items, cells } => cells[rank as usize * (items + 1)],
            Self::Sparse { diagonal, .. } => diagonal[rank as usize],
        }
    }

    /// What stands with a product, itself left out.
    pub(crate) fn row(&self, rank: u32, mut each: impl FnMut(u32, f32)) {
        match self {
            Self::Dense { items, cells } => {
                let start = rank as usize * items;
                for (other, weight) in (0..).zip(&cells[start..start + items]) {
                    if *weight > 0.0 && other != rank {
                        each(other, *weight);
                    }
                }
            }
            Self::Sparse { rows, .. } => {
                for member in rows.of(rank) {
                    if member.rank != rank {
                        each(member.rank, member.weight);
                    }
                }
            }
        }
    }

    /// The square of a few products, in ascending order: the part on and under the diagonal, row
    /// by row with `few.len()` cells each. `place` is as long as there are products, all zero.
    pub(crate) fn square(&self, few: &[u32], place: &mut [u16], square: &mut [f32]) {
        let side = few.len();
        match self {
            Self::Dense { items, cells } => {
                for (at, rank) in few.iter().enumerate() {
                    let row = &cells[*rank as usize * items..][..*items];
                    let below = &mut square[at * side..=at * side + at];
                    for (cell, other) in below.iter_mut().zip(few) {
                        *cell = row[*other as usize];
                    }
                }
            }
            Self::Sparse { rows, .. } => {
                square[..side * side].fill(0.0);
                for (at, rank) in (1..).zip(few) {
                    place[*rank as usize] = at;
                }
                for (at, rank) in few.iter().enumerate() {
                    let row = rows.of(*rank);
                    // Only what stands at or before it is asked for.
                    let end = row.partition_point(|member| member.rank <= *rank);
                    for member in &row[..end] {
                        let other = usize::from(place[member.rank as usize]);
                        if other > 0 {
                            square[at * side + other - 1] = member.weight;
                        }
                    }
                }
                for rank in few {
                    place[*rank as usize] = 0;
                }
            }
        }
    }
}

/// For each product the sets that hold it: `rank` is that of the set.
fn holders(items: usize, sets: &Lists<Member>) -> Lists<Member> {
    Lists::gathered(items, || {
        (0..crate::num::id(sets.len())).flat_map(|set| {
            sets.of(set).iter().map(move |member| {
                let holder = Member {
                    rank: set,
                    weight: member.weight,
                };
                (member.rank, holder)
            })
        })
    })
}

/// Sets cut to so many of their strongest members that no more than [`PAIRS`] are counted.
fn narrowed(sets: &Lists<Member>) -> Lists<Member> {
    let lengths: Vec<usize> = (0..crate::num::id(sets.len()))
        .map(|set| sets.of(set).len())
        .collect();
    let pairs = |most: usize| -> u64 {
        let lengths = lengths.iter().map(|length| (*length).min(most) as u64);
        lengths.map(|length| length * length).sum()
    };
    let mut most = lengths.iter().copied().max().unwrap_or(0);
    while most > 20 && pairs(most) > PAIRS {
        most = most * 9 / 10;
    }
    let mut narrowed = Lists::default();
    for set in 0..crate::num::id(sets.len()) {
        let mut members = sets.of(set).to_vec();
        if members.len() > most {
            let strongest = |one: &Member, other: &Member| {
                let by_weight = other.weight.total_cmp(&one.weight);
                by_weight.then(one.rank.cmp(&other.rank))
            };
            members.select_nth_unstable_by(most, strongest);
            members.truncate(most);
            members.sort_unstable_by_key(|member| member.rank);
        }
        narrowed.push(members);
    }
    narrowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets() -> Lists<Member> {
        let mut sets = Lists::default();
        for ranks in [&[0, 1, 3][..], &[0, 1], &[1, 2, 3], &[0, 1, 3]] {
            sets.push(ranks.iter().map(|rank| Member {
                rank: *rank,
                weight: 1.0,
            }));
        }
        sets
    }

    #[test]
    fn few_and_many_products_are_counted_alike() {
        let cancel = Cancel::default();
        let dense = Gram::dense(4, &sets(), &cancel).unwrap();
        let sparse = Gram::sparse(4, &sets(), &cancel).unwrap();
        for gram in [&dense, &sparse] {
            assert_eq!(
                (0..4).map(|rank| gram.diagonal(rank)).collect::<Vec<_>>(),
                [3.0, 4.0, 1.0, 3.0]
            );
            let mut row = Vec::new();
            gram.row(1, |other, weight| row.push((other, weight)));
            row.retain(|(_, weight)| *weight > 1.0);
            assert_eq!(row, [(0, 3.0), (3, 3.0)]);
            let (mut place, mut square) = (vec![0; 4], vec![9.0; 9]);
            gram.square(&[0, 1, 3], &mut place, &mut square);
            let lower = [0, 3, 4, 6, 7, 8].map(|cell| square[cell]).to_vec();
            assert_eq!(lower, [3.0, 3.0, 4.0, 2.0, 3.0, 3.0]);
            assert_eq!(place, [0; 4], "left as it was");
        }
    }

    #[test]
    fn counting_stops_when_it_is_asked_to() {
        let cancel = Cancel::default();
        cancel.request();
        assert_eq!(Gram::of(4, &sets(), &cancel).unwrap_err(), Cancelled);
    }
}
