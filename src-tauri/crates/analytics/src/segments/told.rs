//! Why someone is in a segment: what each sentence found with them.

use pannier_core::{
    Currency, Day, Reach, Timestamp,
    segment::{Condition, Measure, PlacePart, RfmGroup, Rule, Which},
};

use super::{
    Segmenter, SegmentsAsked,
    sentence::{Sentence, predicted},
};

/// What a sentence found with someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSentence {
    /// The sentence.
    pub condition: Condition,
    /// It stands behind “not”.
    pub negated: bool,
    /// Whether it holds, “not” and all.
    pub holds: bool,
    /// What was found.
    pub told: Told,
}

/// What was found with someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Nothing more than whether it holds.
    Nothing,
    /// A number of orders or pieces.
    Number(i64),
    /// A number in hundredths.
    Hundredths(i64),
    /// An amount in minor units.
    Money(i64, Currency),
    /// A day.
    Day(Day),
    /// Their group.
    Group(RfmGroup),
    /// Words of the shop: a place, tags.
    Words(Vec<String>),
    /// Whether they may be written to.
    Reach(Reach),
    /// Points that can be spent.
    Points(i64),
    /// Points that are missing for the cheapest reward.
    PointsMissing(i64),
    /// What they did something with, and when.
    Deed(String, Timestamp),
    /// What the cart came to, and when it was left.
    Cart(i64, Currency, Timestamp),
}

pub(super) fn told(
    segmenter: &Segmenter,
    rule: &Rule,
    people: &[u32],
    asked: &SegmentsAsked,
) -> Vec<Vec<ToldSentence>> {
    let mut conditions = Vec::new();
    collect(rule, false, &mut conditions);
    let sentences: Vec<(&Condition, bool, Sentence)> = conditions
        .into_iter()
        .map(|(condition, negated)| {
            let sentence = Sentence::of(segmenter, condition, asked);
            (condition, negated, sentence)
        })
        .collect();
    people
        .iter()
        .map(|person| {
            let person = *person as usize;
            sentences
                .iter()
                .map(|(condition, negated, sentence)| ToldSentence {
                    condition: (*condition).clone(),
                    negated: *negated,
                    holds: sentence.holds(segmenter, person) != *negated,
                    told: found(segmenter, condition, sentence, person),
                })
                .collect()
        })
        .collect()
}

fn collect<'r>(rule: &'r Rule, negated: bool, into: &mut Vec<(&'r Condition, bool)>) {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => {
            for rule in rules {
                collect(rule, negated, into);
            }
        }
        Rule::Not(rule) => collect(rule, !negated, into),
        Rule::Is(condition) => into.push((condition, negated)),
    }
}

fn found(segmenter: &Segmenter, condition: &Condition, sentence: &Sentence, person: usize) -> Told {
    let people = &segmenter.people;
    let currency = segmenter.currency;
    match (condition, sentence) {
        (Condition::Orders { measure, .. }, Sentence::Orders(test)) => {
            let (_, value) = test.value(segmenter, person);
            value.map_or(Told::Nothing, |value| match measure {
                measure if measure.is_money() => Told::Money(value, currency),
                Measure::ItemsPerOrder => Told::Hundredths(value),
                _ => Told::Number(value),
            })
        }
        (Condition::Ordered { which, .. }, _) => {
            let day = segmenter
                .slots
                .ends(person)
                .map(|(first, last)| match which {
                    Which::First => first,
                    Which::Last => last,
                });
            day.and_then(Day::from_number)
                .map_or(Told::Nothing, Told::Day)
        }
        (Condition::Group(_), Sentence::Group { worth, .. }) => {
            let group = worth.rfm_group.get(segmenter.customer[person] as usize);
            group.copied().flatten().map_or(Told::Nothing, Told::Group)
        }
        (Condition::Predicted(_), Sentence::Predicted { worth, .. }) => {
            let value = predicted(worth, segmenter.customer[person]);
            value.map_or(Told::Nothing, |value| Told::Money(value, currency))
        }
        (Condition::Place { part, .. }, _) => {
            let name = match part {
                PlacePart::Country => people.country.name(person),
                PlacePart::Region => people.region.name(person),
                PlacePart::City => people.city.name(person),
            };
            words(std::iter::once(name))
        }
        (Condition::Consent { channel, .. }, _) => {
            Told::Reach(people.contacts[person].reach(*channel))
        }
        (Condition::Tagged(_), Sentence::Tagged(wanted)) => {
            let tags = people.tags.of_person(person).iter();
            let fits = tags.filter(|tag| wanted[**tag as usize]);
            words(fits.map(|tag| people.tag_names[*tag as usize].as_str()))
        }
        (Condition::Did { .. }, _) => {
            sentence
                .deed(segmenter, person)
                .map_or(Told::Nothing, |deed| {
                    let thing = &people.things[deed.thing as usize];
                    let name = if thing.title.is_empty() {
                        &thing.text
                    } else {
                        &thing.title
                    };
                    Told::Deed(name.clone(), deed.at)
                })
        }
        (Condition::LeftCart { .. }, _) => sentence
            .cart(segmenter, person)
            .map_or(Told::Nothing, |cart| {
                Told::Cart(cart.total, cart.currency, cart.left_at)
            }),
        (_, Sentence::Points { points, .. }) => Told::Points(points.available(person)),
        (_, Sentence::Tier { points, .. }) => {
            let name = points.tier.names.get(points.tier(person) as usize);
            words(name.map(String::as_str).into_iter())
        }
        (_, Sentence::CloseToReward(points)) => points
            .one_order_short(person)
            .map_or(Told::Nothing, Told::PointsMissing),
        (_, Sentence::HasReward(points)) => match points.rewards(person) {
            0 => Told::Nothing,
            count => Told::Number(count.into()),
        },
        _ => Told::Nothing,
    }
}

fn words<'w>(words: impl Iterator<Item = &'w str>) -> Told {
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        Told::Nothing
    } else {
        Told::Words(words)
    }
}
