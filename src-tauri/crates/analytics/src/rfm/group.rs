//! The 125 codes of three scores, and the eleven groups that they belong to.

use std::{fmt, num::NonZeroU8};

use RfmGroup as G;
use pannier_core::segment::RfmGroup;

/// Which codes belong to which group.
const CODES: [(G, &[u16]); 11] = [
    (G::Champions, &[555, 554, 544, 545, 454, 455, 445]),
    (G::Loyal, &[543, 444, 435, 355, 354, 345, 344, 335]),
    (
        G::PotentialLoyalists,
        &[
            553, 551, 552, 541, 542, 533, 532, 531, 452, 451, 442, 441, 431, 453, 433, 432, 423,
            353, 352, 351, 342, 341, 333, 323,
        ],
    ),
    (G::NewCustomers, &[512, 511, 422, 421, 412, 411, 311]),
    (
        G::Promising,
        &[
            525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313,
        ],
    ),
    (G::NeedAttention, &[535, 534, 443, 434, 343, 334, 325, 324]),
    (G::AboutToSleep, &[331, 321, 312, 221, 213, 231, 241, 251]),
    (
        G::AtRisk,
        &[
            255, 254, 245, 244, 253, 252, 243, 242, 235, 234, 225, 224, 153, 152, 145, 143, 142,
            135, 134, 133, 125, 124,
        ],
    ),
    (G::CannotLoseThem, &[155, 154, 144, 214, 215, 115, 114, 113]),
    (
        G::Hibernating,
        &[332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211],
    ),
    (G::Lost, &[111, 112, 121, 131, 141, 151]),
];

/// The group of each code, by [`RfmCode::place`]. A code that stands nowhere above would be lost.
const GROUP_OF: [RfmGroup; 125] = {
    let mut of = [G::Lost; 125];
    let mut group = 0;
    while group < CODES.len() {
        let (name, codes) = CODES[group];
        let mut at = 0;
        while at < codes.len() {
            let code = codes[at];
            let place = (code / 100 - 1) * 25 + (code / 10 % 10 - 1) * 5 + code % 10 - 1;
            of[place as usize] = name;
            at += 1;
        }
        group += 1;
    }
    of
};

/// The codes that belong to a group, as three digits each: how lately, how often, for how much.
pub const fn rfm_codes(group: RfmGroup) -> &'static [u16] {
    CODES[group.index()].1
}

/// The three scores of a customer, each 1 to 5: how lately, how often, for how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RfmCode(NonZeroU8);

impl RfmCode {
    /// The code of three scores; each is brought into 1 to 5.
    pub fn new(recency: u8, frequency: u8, monetary: u8) -> Self {
        let place = |score: u8| score.clamp(1, 5) - 1;
        let number = place(recency) * 25 + place(frequency) * 5 + place(monetary);
        Self(NonZeroU8::MIN.saturating_add(number))
    }

    /// From 0 to 124.
    const fn place(self) -> u8 {
        self.0.get() - 1
    }

    /// How lately: 5 is the latest fifth.
    pub const fn recency(self) -> u8 {
        self.place() / 25 + 1
    }

    /// How often: 5 is the most frequent fifth.
    pub const fn frequency(self) -> u8 {
        self.place() / 5 % 5 + 1
    }

    /// For how much: 5 is the fifth with the largest sums.
    pub const fn monetary(self) -> u8 {
        self.place() % 5 + 1
    }

    /// The group that it belongs to.
    pub const fn group(self) -> RfmGroup {
        GROUP_OF[self.place() as usize]
    }
}

impl fmt::Display for RfmCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (r, frequency, monetary) = (self.recency(), self.frequency(), self.monetary());
        write!(f, "{r}{frequency}{monetary}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_belongs_to_exactly_one_group() {
        let mut seen: Vec<u16> = CODES
            .iter()
            .flat_map(|(_, codes)| *codes)
            .copied()
            .collect();
        assert_eq!(seen.len(), 125);
        seen.sort_unstable();
        let mut expected = Vec::new();
        for r in 1..=5_u8 {
            for f in 1..=5_u8 {
                for m in 1..=5_u8 {
                    let code = RfmCode::new(r, f, m);
                    assert_eq!(
                        (code.recency(), code.frequency(), code.monetary()),
                        (r, f, m)
                    );
                    let number: u16 = code.to_string().parse().unwrap();
                    assert!(rfm_codes(code.group()).contains(&number), "{code}");
                    expected.push(number);
                }
            }
        }
        assert_eq!(seen, expected);
        for (place, group) in RfmGroup::ALL.into_iter().enumerate() {
            assert_eq!((group.index(), CODES[place].0), (place, group));
        }
    }
}
