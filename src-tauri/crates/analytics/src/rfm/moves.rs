//! Who moved from one group to another between two days, and why.

use pannier_core::segment::RfmGroup;

use super::{Rfm, RfmCode, RfmCuts, RfmValues};

/// Customers who went one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmFlow {
    /// Where they were; nothing for who was no buyer then.
    pub from: Option<RfmGroup>,
    /// Where they are; nothing for who is no buyer any more within the window.
    pub to: Option<RfmGroup>,
    /// How many.
    pub customers: u32,
}

/// All ways that anyone went, and who stayed, in the order of the groups. Both must be of the same
/// facts.
pub fn rfm_flows(before: &Rfm, now: &Rfm) -> Vec<RfmFlow> {
    // By place: the eleven groups, and nobody.
    const PLACES: usize = RfmGroup::ALL.len() + 1;
    let place = |code: Option<RfmCode>| code.map_or(0, |code| 1 + code.group().index());
    let mut flows = [[0; PLACES]; PLACES];
    for (before, now) in before.codes.iter().zip(&now.codes) {
        flows[place(*before)][place(*now)] += 1;
    }
    // Who was and is no buyer went nowhere.
    flows[0][0] = 0;
    let group = |place: usize| RfmGroup::ALL.get(place.checked_sub(1)?).copied();
    let mut found = Vec::new();
    for (from, row) in flows.into_iter().enumerate() {
        for (to, customers) in row.into_iter().enumerate() {
            if customers > 0 {
                found.push(RfmFlow {
                    from: group(from),
                    to: group(to),
                    customers,
                });
            }
        }
    }
    found
}

/// One of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RfmMeasure {
    /// Days since the last order.
    Recency,
    /// Orders.
    Frequency,
    /// Spent.
    Monetary,
}

/// Why a score is another one than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreMove {
    /// The customer's value crossed a cut that held before already.
    Crossed,
    /// The cuts moved over the value: other customers changed.
    CutsMoved,
}

/// A score that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmStep {
    /// Which one.
    pub measure: RfmMeasure,
    /// The value before: days, orders or minor units.
    pub before: i64,
    /// The value now.
    pub now: i64,
    /// The score before, 1 to 5.
    pub score_before: u8,
    /// The score now, 1 to 5.
    pub score_now: u8,
    /// What brought it about.
    pub why: ScoreMove,
}

/// What a customer is now, was then, and what changed between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfmWhy {
    /// The three values.
    pub values: RfmValues,
    /// The cuts that they are scored by.
    pub cuts: RfmCuts,
    /// The three scores.
    pub code: RfmCode,
    /// The group.
    pub group: RfmGroup,
    /// What they were; nothing for who was no buyer then.
    pub before: Option<(RfmValues, RfmCode)>,
    /// The scores that changed since.
    pub steps: Vec<RfmStep>,
}

/// Why a customer, by the dense index, is in their group; nothing for who is no buyer.
pub fn rfm_why(before: &Rfm, now: &Rfm, customer: u32) -> Option<RfmWhy> {
    let at = customer as usize;
    let (code, cuts) = now.code(customer).zip(now.cuts)?;
    let values = *now.values.get(at)?;
    let was = before
        .code(customer)
        .zip(before.values.get(at).copied())
        .zip(before.cuts);
    let mut steps = Vec::new();
    if let Some(((code_before, values_before), cuts_before)) = was {
        let now_by_old = cuts_before.code(values);
        let [was, is, by_old] = [code_before, code, now_by_old].map(scores);
        let (old, new) = (numbers(values_before), numbers(values));
        for (place, measure) in MEASURES.into_iter().enumerate() {
            if was[place] != is[place] {
                steps.push(RfmStep {
                    measure,
                    before: old[place],
                    now: new[place],
                    score_before: was[place],
                    score_now: is[place],
                    why: if by_old[place] == was[place] {
                        ScoreMove::CutsMoved
                    } else {
                        ScoreMove::Crossed
                    },
                });
            }
        }
    }
    Some(RfmWhy {
        values,
        cuts,
        code,
        group: code.group(),
        before: was.map(|((code, values), _)| (values, code)),
        steps,
    })
}

const MEASURES: [RfmMeasure; 3] = [
    RfmMeasure::Recency,
    RfmMeasure::Frequency,
    RfmMeasure::Monetary,
];

fn scores(code: RfmCode) -> [u8; 3] {
    [code.recency(), code.frequency(), code.monetary()]
}

fn numbers(values: RfmValues) -> [i64; 3] {
    [
        i64::from(values.recency),
        i64::from(values.frequency),
        values.monetary,
    ]
}
