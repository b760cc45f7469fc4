//! Rules that nobody can fulfil.

use std::collections::BTreeSet;

use super::{Condition, PlacePart, RfmGroup, Rule, Said, Which};
use crate::{Channel, Currency, Day};

/// Sentences that exclude each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The sentences, in the order of the rules.
    pub sentences: Vec<String>,
    /// Nobody at all can be in the segment; else only a part of it is without use.
    pub whole: bool,
}

impl Contradiction {
    /// It in a sentence.
    pub fn words(&self) -> String {
        let quoted: Vec<String> = self.sentences.iter().map(|s| format!("“{s}”")).collect();
        match quoted.as_slice() {
            [one] => format!("No one can fulfil {one}"),
            several => format!("No one can fulfil both {}", several.join(" and ")),
        }
    }
}

/// What one sentence demands of a person, as far as two such demands can exclude each other.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Demand {
    /// A number from one to another.
    Number(Subject, i64, i64),
    /// One of these of which everyone has one at most.
    OneOf(Kind, BTreeSet<String>),
    /// None of these.
    NoneOf(Kind, BTreeSet<String>),
    /// The sentence itself, or its opposite.
    Same(Condition, bool),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// Some measure of some orders: the sentence without its number.
    Measure(Box<Condition>),
    First,
    Last,
    Points,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Place(PlacePart),
    Group,
    Tier,
    Said(Channel),
}

/// A demand with the sentence that makes it.
type Made = (Demand, String);

impl Rule {
    /// Sentences of the rules that exclude each other, as of a day. What is found is surely so;
    /// what hangs on the shop's people is not looked at.
    pub fn contradictions(&self, today: Day, currency: Currency) -> Vec<Contradiction> {
        let mut found = Vec::new();
        let known = Looked { today, currency };
        let rule = self.clone().normal();
        if let Some(sentences) = known.impossible(&rule, &[]) {
            found.push(Contradiction {
                sentences,
                whole: true,
            });
        } else {
            known.parts(&rule, &[], &mut found);
        }
        found
    }
}

struct Looked {
    today: Day,
    currency: Currency,
}

impl Looked {
    /// The sentences by which nobody can fulfil a rule beside what is demanded already.
    fn impossible(&self, rule: &Rule, demanded: &[Made]) -> Option<Vec<String>> {
        match rule {
            Rule::Any(rules) => {
                let mut first = None;
                for rule in rules {
                    let sentences = self.impossible(rule, demanded)?;
                    first.get_or_insert(sentences);
                }
                first
            }
            rule => {
                let mut all = demanded.to_vec();
                let mut open = Vec::new();
                self.collect(rule, &mut all, &mut open);
                clash(&all).or_else(|| open.iter().find_map(|any| self.impossible(any, &all)))
            }
        }
    }

    /// The demands that hold together, and the “or” groups among them.
    fn collect<'r>(&self, rule: &'r Rule, demands: &mut Vec<Made>, open: &mut Vec<&'r Rule>) {
        match rule {
            Rule::All(rules) => {
                for rule in rules {
                    self.collect(rule, demands, open);
                }
            }
            Rule::Any(_) => open.push(rule),
            Rule::Is(condition) => self.demand(condition, true, demands),
            Rule::Not(rule) => match &**rule {
                Rule::Is(condition) => self.demand(condition, false, demands),
                Rule::Not(rule) => self.collect(rule, demands, open),
                Rule::All(_) | Rule::Any(_) => {}
            },
        }
    }

    /// Branches of “or” groups that are impossible while others are not.
    fn parts(&self, rule: &Rule, demanded: &[Made], found: &mut Vec<Contradiction>) {
        let mut all = demanded.to_vec();
        let mut open = Vec::new();
        match rule {
            Rule::Any(_) => open.push(rule),
            rule => self.collect(rule, &mut all, &mut open),
        }
        for any in open {
            let Rule::Any(branches) = any else { continue };
            for branch in branches {
                match self.impossible(branch, &all) {
                    Some(sentences) => found.push(Contradiction {
                        sentences,
                        whole: false,
                    }),
                    None => self.parts(branch, &all, found),
                }
            }
        }
    }

    fn demand(&self, condition: &Condition, holds: bool, demands: &mut Vec<Made>) {
        let sentence = condition.text(self.currency);
        let sentence = if holds {
            sentence
        } else {
            format!("not {sentence}")
        };
        let mut push = |demand| demands.push((demand, sentence.clone()));
        push(Demand::Same(condition.clone(), holds));
        match condition {
            Condition::Everyone if !holds => push(Demand::Number(Subject::First, 1, 0)),
            Condition::Orders { measure, is, .. } => {
                let Some((least, most)) = is.ends() else {
                    return;
                };
                let subject = Subject::Measure(Box::new(unnumbered(condition)));
                // Of nobody with an order less can be said than that they have none.
                let least = least.max(0);
                if holds {
                    push(Demand::Number(subject, least, most));
                } else if measure.needs_order() {
                } else if most == i64::MAX {
                    push(Demand::Number(subject, 0, least - 1));
                } else if least == 0 {
                    push(Demand::Number(subject, most + 1, i64::MAX));
                }
            }
            Condition::Ordered { which, when } if holds => {
                let (from, until) = when.days(self.today);
                let from = from.map_or(i64::MIN, |day| i64::from(day.number()));
                let last = until.map_or(i64::MAX, |day| i64::from(day.number()) - 1);
                let (subject, other) = match which {
                    Which::First => (Subject::First, (Subject::Last, from, i64::MAX)),
                    Which::Last => (Subject::Last, (Subject::First, i64::MIN, last)),
                };
                push(Demand::Number(subject, from, last));
                // The last order is not before the first.
                push(Demand::Number(other.0, other.1, other.2));
            }
            Condition::Group(groups) => {
                let names = groups
                    .iter()
                    .map(|group: &RfmGroup| group.name().to_owned());
                push(set(Kind::Group, names.collect(), holds));
            }
            Condition::Place { part, values } => {
                let values = values.iter().map(|value| value.trim().to_lowercase());
                // A country may be written by its code and by its name.
                if *part != PlacePart::Country || !holds || values.clone().all(|v| v.len() == 2) {
                    push(set(Kind::Place(*part), values.collect(), holds));
                }
            }
            Condition::Points(is) => {
                let Some((least, most)) = is.ends() else {
                    return;
                };
                // A balance can be below 0.
                if holds {
                    push(Demand::Number(Subject::Points, least, most));
                } else if most == i64::MAX {
                    push(Demand::Number(Subject::Points, i64::MIN, least - 1));
                } else if least == i64::MIN {
                    push(Demand::Number(Subject::Points, most + 1, i64::MAX));
                }
            }
            Condition::Tier(names) => {
                let names = names.iter().map(|name| name.trim().to_lowercase());
                push(set(Kind::Tier, names.collect(), holds));
            }
            Condition::Consent { channel, said } => {
                let word = match said {
                    Said::Reachable | Said::Yes => "yes",
                    Said::No => "no",
                    Said::Nothing => "nothing",
                };
                // Who cannot be reached may still have agreed.
                if holds || *said != Said::Reachable {
                    let words = BTreeSet::from([word.to_owned()]);
                    push(set(Kind::Said(*channel), words, holds));
                }
            }
            _ => {}
        }
    }
}

fn set(kind: Kind, values: BTreeSet<String>, holds: bool) -> Demand {
    if holds {
        Demand::OneOf(kind, values)
    } else {
        Demand::NoneOf(kind, values)
    }
}

fn unnumbered(condition: &Condition) -> Condition {
    let mut condition = condition.clone();
    if let Condition::Orders { is, .. } = &mut condition {
        *is = super::Span::AtLeast(0);
    }
    condition
}

/// Two demands that exclude each other, or one that excludes itself.
fn clash(demands: &[Made]) -> Option<Vec<String>> {
    for (at, (one, sentence)) in demands.iter().enumerate() {
        if let Demand::Number(_, least, most) = one
            && least > most
        {
            return Some(vec![sentence.clone()]);
        }
        for (other, second) in &demands[at + 1..] {
            if excludes(one, other) {
                let mut both = vec![sentence.clone()];
                if second != sentence {
                    both.push(second.clone());
                }
                return Some(both);
            }
        }
    }
    None
}

fn excludes(one: &Demand, other: &Demand) -> bool {
    match (one, other) {
        (Demand::Number(a, least, most), Demand::Number(b, from, to)) => {
            a == b && (least > to || from > most)
                || has_orders(a, *least) && has_none(b, *to)
                || has_none(a, *most) && has_orders(b, *from)
        }
        (Demand::OneOf(a, these), Demand::OneOf(b, those)) => a == b && these.is_disjoint(those),
        (Demand::OneOf(a, these), Demand::NoneOf(b, none))
        | (Demand::NoneOf(b, none), Demand::OneOf(a, these)) => a == b && these.is_subset(none),
        (Demand::Same(a, holds), Demand::Same(b, other)) => a == b && holds != other,
        _ => false,
    }
}

/// Whether a number of it takes an order.
fn has_orders(subject: &Subject, least: i64) -> bool {
    match subject {
        Subject::First | Subject::Last => true,
        Subject::Points => false,
        Subject::Measure(condition) => match &**condition {
            Condition::Orders { measure, .. } => least > 0 || measure.needs_order(),
            _ => false,
        },
    }
}

/// Whether it says that there is no order at all.
fn has_none(subject: &Subject, most: i64) -> bool {
    let Subject::Measure(condition) = subject else {
        return false;
    };
    matches!(
        &**condition,
        Condition::Orders { measure: super::Measure::Orders, of, when: None, .. } if of.is_empty()
    ) && most <= 0
}
