//! Adding up scores of products, and picking the highest.

use std::cmp::Ordering;

/// So many are picked by keeping the best so far; more by parting them from the rest.
const FEW: usize = 32;

/// A product (by rank) and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    pub(crate) rank: u32,
    pub(crate) score: f32,
}

/// One thread's scores of all products. Wiped by a new number, not by writing zeros.
#[derive(Debug)]
pub(crate) struct Desk {
    score: Vec<f32>,
    seen: Vec<u32>,
    shut: Vec<u32>,
    touched: Vec<u32>,
    places: Vec<u16>,
    round: u32,
}

impl Desk {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            score: vec![0.0; items],
            seen: vec![0; items],
            shut: vec![0; items],
            touched: Vec::new(),
            places: vec![0; items],
            round: 0,
        }
    }

    /// Begins anew.
    pub(crate) fn wipe(&mut self) {
        self.touched.clear();
        if self.round == u32::MAX {
            self.seen.fill(0);
            self.shut.fill(0);
            self.round = 0;
        }
        self.round += 1;
    }

    #[inline]
    pub(crate) fn add(&mut self, rank: u32, score: f32) {
        let at = rank as usize;
        if self.seen[at] == self.round {
            self.score[at] += score;
        } else {
            self.seen[at] = self.round;
            self.score[at] = score;
            self.touched.push(rank);
        }
    }

    /// Adds something to everything that was touched.
    pub(crate) fn raise(&mut self, by: impl Fn(u32) -> f32) {
        for rank in &self.touched {
            self.score[*rank as usize] += by(*rank);
        }
    }

    /// Remembers where a product stands in a list, until it is wiped.
    pub(crate) fn place(&mut self, rank: u32, place: usize) {
        self.add(rank, 0.0);
        self.places[rank as usize] = u16::try_from(place).unwrap_or(u16::MAX);
    }

    /// Where it stands.
    pub(crate) fn placed(&self, rank: u32) -> Option<usize> {
        let at = rank as usize;
        (self.seen[at] == self.round).then(|| usize::from(self.places[at]))
    }

    /// All that were touched and not shut out, in no particular order.
    pub(crate) fn each(&self) -> impl Iterator<Item = Scored> + '_ {
        let open = self
            .touched
            .iter()
            .filter(|rank| self.shut[**rank as usize] != self.round);
        open.map(|rank| Scored {
            rank: *rank,
            score: self.score[*rank as usize],
        })
    }

    /// Leaves a product out of the answer.
    pub(crate) fn shut(&mut self, rank: u32) {
        self.shut[rank as usize] = self.round;
    }

    /// The highest of those that were not shut out. Of equal ones the more often bought, then the
    /// first of the catalogue.
    pub(crate) fn top(&self, most: usize, orders: impl Fn(u32) -> u32) -> Vec<Scored> {
        let before = |one: &Scored, other: &Scored| {
            let by_score = other.score.total_cmp(&one.score);
            let by_orders = || orders(other.rank).cmp(&orders(one.rank));
            by_score
                .then_with(by_orders)
                .then(one.rank.cmp(&other.rank))
        };
        let all = self.each();
        if most > FEW {
            let mut all: Vec<Scored> = all.collect();
            if all.len() > most {
                all.select_nth_unstable_by(most, before);
                all.truncate(most);
            }
            all.sort_unstable_by(before);
            return all;
        }
        // Few are asked for: most of the others fail against the last of the list at once.
        let mut best: Vec<Scored> = Vec::with_capacity(most + 1);
        for scored in all {
            let full = best.len() >= most;
            let fails = |last: &Scored| before(&scored, last) != Ordering::Less;
            if full && best.last().is_none_or(fails) {
                continue;
            }
            let place = best.partition_point(|other| before(other, &scored) == Ordering::Less);
            best.insert(place, scored);
            best.truncate(most);
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_agree() {
        let mut desk = Desk::new(200);
        for round in 0..3_u32 {
            desk.wipe();
            for rank in 0..200_u32 {
                let score = u16::try_from((rank * 7 + round) % 40).unwrap();
                desk.add(rank, f32::from(score));
                desk.add(rank, 0.5);
            }
            desk.shut(39);
            let orders = |rank: u32| rank % 3;
            let (long, short) = (desk.top(100, orders), desk.top(10, orders));
            assert_eq!(long[..10], short);
            assert!(long.iter().all(|scored| scored.rank != 39));
        }
        desk.wipe();
        assert!(desk.top(5, |_| 0).is_empty());
    }
}
