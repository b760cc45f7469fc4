//! What a first order says: its month, its products, its channel, its codes.

use std::collections::HashMap;

use pannier_core::{Facts, Labels};

use super::{CohortBy, CohortKey, begun::First, calendar::Calendar, index};

/// What orders are told apart by, as dense numbers.
#[derive(Debug)]
pub(super) struct Keys {
    by: CohortBy,
    /// How many there can be.
    pub(super) count: usize,
    codes: Codes,
    /// The turn at which a product was last seen, so that one is not taken twice from an order.
    taken: Vec<u32>,
}

impl Keys {
    pub(super) fn new(facts: &Facts, by: CohortBy, last_month: u16) -> Self {
        let (mut codes, mut taken) = (Codes::default(), Vec::new());
        let count = match by {
            CohortBy::Month => usize::from(last_month) + 1,
            CohortBy::Product => {
                taken = vec![0; facts.products.len()];
                taken.len()
            }
            CohortBy::Channel => facts.channel.names.len(),
            CohortBy::Code => {
                codes = Codes::read(&facts.codes);
                codes.spelled.len()
            }
        };
        Self {
            by,
            count,
            codes,
            taken,
        }
    }

    /// Adds what a customer's first order says to `keys`; `turn` is another one for each.
    pub(super) fn of_order(
        &mut self,
        facts: &Facts,
        first: &First,
        turn: u32,
        keys: &mut Vec<u32>,
    ) {
        let at = first.position as usize;
        match self.by {
            CohortBy::Month => keys.push(first.month.into()),
            CohortBy::Product => {
                let lines = &facts.lines;
                for line in lines.of(at).filter(|line| !lines.gift_card[*line]) {
                    let product = lines.product[line];
                    if let Some(taken) = self.taken.get_mut(product as usize)
                        && *taken != turn
                    {
                        *taken = turn;
                        keys.push(product);
                    }
                }
            }
            CohortBy::Channel => {
                let label = facts.channel.of.get(at).copied().unwrap_or(0);
                keys.extend((label != 0).then_some(label));
            }
            CohortBy::Code => {
                let label = facts.codes.of.get(at).copied().unwrap_or(0);
                if let Some(codes) = self.codes.of_label.get(label as usize) {
                    keys.extend(codes);
                }
            }
        }
    }

    /// What a number stands for.
    pub(super) fn name(&self, facts: &Facts, calendar: &Calendar, key: u32) -> CohortKey {
        match self.by {
            CohortBy::Month => calendar.start(key).map_or(CohortKey::All, CohortKey::Month),
            CohortBy::Product => CohortKey::Product(key),
            CohortBy::Channel => CohortKey::Channel(key),
            CohortBy::Code => CohortKey::Code(self.codes.name(&facts.codes, key)),
        }
    }
}

/// Single codes, out of the labels that hold all codes of an order. Number 0 is none.
#[derive(Debug, Default)]
struct Codes {
    /// The codes of each label; one without a code has number 0.
    of_label: Vec<Vec<u32>>,
    /// Where a code is first written: its label, and its place in it.
    spelled: Vec<(u32, usize)>,
}

impl Codes {
    fn read(labels: &Labels) -> Self {
        let mut codes = Self {
            of_label: Vec::with_capacity(labels.names.len()),
            spelled: vec![(0, 0)],
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        for (label, text) in (0..).zip(&labels.names) {
            let mut of_label = Vec::new();
            for (place, code) in split(text).enumerate() {
                let code = *known.entry(code.to_lowercase()).or_insert_with(|| {
                    codes.spelled.push((label, place));
                    index(codes.spelled.len() - 1)
                });
                if !of_label.contains(&code) {
                    of_label.push(code);
                }
            }
            if of_label.is_empty() {
                of_label.push(0);
            }
            codes.of_label.push(of_label);
        }
        codes
    }

    fn name(&self, labels: &Labels, code: u32) -> String {
        let spelled = self.spelled.get(code as usize).filter(|_| code > 0);
        let text = spelled.and_then(|(label, place)| {
            let label = labels.names.get(*label as usize)?;
            split(label).nth(*place)
        });
        text.unwrap_or_default().to_owned()
    }
}

/// The codes in a label.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty())
}
