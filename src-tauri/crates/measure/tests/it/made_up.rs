//! Shops that nobody runs: how often people buy, and what baskets come to.

use std::sync::Arc;

/// Random numbers from a seed (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, neither included.
    pub(crate) fn unit(&mut self) -> f64 {
        (f64::from(u32::try_from(self.bits() >> 32).unwrap()) + 0.5) / 4_294_967_296.0
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let angle = 2.0 * std::f64::consts::PI * self.unit();
        (-2.0 * self.unit().ln()).sqrt() * angle.cos()
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap();
        usize::try_from(((self.bits() >> 32) * count) >> 32).unwrap()
    }
}

/// What baskets come to.
#[derive(Clone)]
pub(crate) enum Baskets {
    /// Lognormal about a middle value, with this deviation of the logarithm.
    Lognormal(f64, f64),
    /// Drawn from those that were seen.
    Seen(Arc<Vec<f64>>),
}

impl Baskets {
    fn draw(&self, random: &mut Random) -> f64 {
        match self {
            Self::Lognormal(middle, spread) => middle * (spread * random.normal()).exp(),
            Self::Seen(all) => all[random.below(all.len())],
        }
    }

    fn mean(&self) -> f64 {
        match self {
            Self::Lognormal(middle, spread) => middle * (spread * spread / 2.0).exp(),
            Self::Seen(all) => all.iter().sum::<f64>() / count(all.len()),
        }
    }
}

/// How a group buys.
#[derive(Clone)]
pub(crate) struct Habits {
    /// The part of the people who order.
    pub(crate) buying: f64,
    /// The chance of one more order of someone who ordered.
    pub(crate) again: f64,
    pub(crate) baskets: Baskets,
}

impl Habits {
    /// Orders and revenue a person.
    pub(crate) fn truth(&self) -> (f64, f64) {
        let orders = self.buying / (1.0 - self.again);
        (orders, orders * self.baskets.mean())
    }

    /// Orders and revenue of so many people, each drawn alike: how far it is to the next who
    /// buys is drawn instead of asking everybody.
    pub(crate) fn draw(&self, people: usize, random: &mut Random) -> (Vec<f64>, Vec<f64>) {
        let (mut orders, mut revenue) = (vec![0.0; people], vec![0.0; people]);
        let nobody = (1.0 - self.buying).ln();
        let mut next = skipped(random, nobody);
        while next < people {
            loop {
                orders[next] += 1.0;
                revenue[next] += self.baskets.draw(random);
                if random.unit() >= self.again {
                    break;
                }
            }
            next += 1 + skipped(random, nobody);
        }
        (orders, revenue)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of people"
)]
fn skipped(random: &mut Random, nobody: f64) -> usize {
    (random.unit().ln() / nobody).min(1e15) as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts of people")]
pub(crate) fn count(of: usize) -> f64 {
    of as f64
}
