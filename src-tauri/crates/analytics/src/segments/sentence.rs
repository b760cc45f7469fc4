//! One sentence, ready to be asked of anyone.

use std::sync::Arc;

use pannier_core::{
    CartFact, Channel, ConsentState, DeedFact, PointsFacts, Reach, Timestamp,
    segment::{
        Condition, Contact, Deed, PlacePart, RfmGroup, Said, Scope, Span, When, Which, With,
    },
};

use super::{
    Members, Segmenter, SegmentsAsked,
    orders::{OrdersTest, above_cut, days},
    people::{Words, labelled},
};
use crate::Worth;

pub(super) enum Sentence<'s> {
    Everyone,
    Orders(OrdersTest<'s>),
    Ordered {
        which: Which,
        days: (i32, i32),
    },
    Group {
        worth: &'s Worth,
        /// By place of the group in all of them.
        wanted: [bool; 11],
    },
    HighValue(&'s Worth),
    Predicted {
        worth: &'s Worth,
        least: i64,
        most: i64,
    },
    Place {
        of: &'s [u32],
        wanted: Vec<bool>,
    },
    Consent {
        channel: Channel,
        said: Said,
    },
    Has(Contact),
    Tagged(Vec<bool>),
    Did {
        deed: Deed,
        /// Nothing where anything will do.
        things: Option<Vec<bool>>,
        times: (i64, i64),
        not_bought_since: bool,
    },
    LeftCart {
        worth: Option<(i64, i64)>,
        times: (i64, i64),
        not_bought_since: bool,
    },
    Points {
        points: &'s PointsFacts,
        least: i64,
        most: i64,
    },
    Tier {
        points: &'s PointsFacts,
        wanted: Vec<bool>,
    },
    CloseToReward(&'s PointsFacts),
    HasReward(&'s PointsFacts),
    InSegment(Option<Arc<Members>>),
}

impl<'s> Sentence<'s> {
    pub(super) fn of(
        segmenter: &'s Segmenter,
        condition: &Condition,
        asked: &SegmentsAsked<'s>,
    ) -> Self {
        let days_of = |when: Option<When>| {
            let (from, until) = when.map_or((None, None), |when| when.days(asked.today));
            days(from, until)
        };
        let times_of = |when: Option<When>| {
            let (from, until) = when.map_or((None, None), |when| when.days(asked.today));
            (
                from.map_or(i64::MIN, |day| asked.zone.start_of(day).0),
                until.map_or(i64::MAX, |day| asked.zone.start_of(day).0),
            )
        };
        match condition {
            Condition::Everyone => Self::Everyone,
            Condition::Orders {
                measure,
                is,
                of,
                when,
            } => Self::Orders(OrdersTest::of(segmenter, *measure, *is, of, days_of(*when))),
            Condition::Ordered { which, when } => Self::Ordered {
                which: *which,
                days: days_of(Some(*when)),
            },
            Condition::Group(groups) => Self::Group {
                worth: asked.worth,
                wanted: RfmGroup::ALL.map(|group| groups.contains(&group)),
            },
            Condition::HighValue => Self::HighValue(asked.worth),
            Condition::Predicted(is) => {
                let (least, most) = predicted_ends(*is, asked.worth);
                Self::Predicted {
                    worth: asked.worth,
                    least,
                    most,
                }
            }
            Condition::Place { part, values } => Self::of_place(segmenter, *part, values),
            Condition::Consent { channel, said } => Self::Consent {
                channel: *channel,
                said: *said,
            },
            Condition::Has(contact) => Self::Has(*contact),
            Condition::Tagged(tags) => {
                let words = Words::of(tags);
                let names = segmenter.people.tag_names.iter();
                Self::Tagged(names.map(|name| words.has(name)).collect())
            }
            Condition::Did {
                deed,
                with,
                when,
                not_bought_since,
            } => Self::Did {
                deed: *deed,
                things: match with {
                    With::Anything => None,
                    With::Products(names) => Some(segmenter.things_named(names)),
                    With::Categories(names) => Some(segmenter.things_of_categories(names)),
                },
                times: times_of(*when),
                not_bought_since: *not_bought_since,
            },
            Condition::LeftCart {
                worth,
                when,
                not_bought_since,
            } => Self::LeftCart {
                worth: worth.map(|is| cart_ends(segmenter, is)),
                times: times_of(*when),
                not_bought_since: *not_bought_since,
            },
            Condition::Points(is) => Self::of_points(*is, asked.points),
            Condition::Tier(names) => Self::Tier {
                points: asked.points,
                wanted: labelled(&asked.points.tier, names),
            },
            Condition::CloseToReward => Self::CloseToReward(asked.points),
            Condition::HasReward => Self::HasReward(asked.points),
            Condition::InSegment { id, .. } => {
                Self::InSegment(id.and_then(|id| asked.others.get(&id)).cloned())
            }
        }
    }

    fn of_place(segmenter: &'s Segmenter, part: PlacePart, values: &[String]) -> Self {
        let people = &segmenter.people;
        match part {
            PlacePart::Country => Self::Place {
                of: &people.country.of,
                wanted: segmenter.countries_named(values),
            },
            PlacePart::Region => Self::Place {
                of: &people.region.of,
                wanted: labelled(&people.region, values),
            },
            PlacePart::City => Self::Place {
                of: &people.city.of,
                wanted: labelled(&people.city, values),
            },
        }
    }

    fn of_points(is: Span, points: &'s PointsFacts) -> Self {
        let (least, most) = points_ends(is, points);
        Self::Points {
            points,
            least,
            most,
        }
    }

    pub(super) fn holds(&self, segmenter: &Segmenter, person: usize) -> bool {
        let people = &segmenter.people;
        match self {
            Self::Everyone => true,
            Self::Orders(test) => test.holds(segmenter, person),
            Self::Ordered { which, days } => {
                segmenter.slots.ends(person).is_some_and(|(first, last)| {
                    let day = match which {
                        Which::First => first,
                        Which::Last => last,
                    };
                    days.0 <= day && day < days.1
                })
            }
            Self::Group { worth, wanted } => {
                let group = worth.rfm_group.get(segmenter.customer[person] as usize);
                group
                    .copied()
                    .flatten()
                    .is_some_and(|group| wanted[group.index()])
            }
            Self::HighValue(worth) => {
                let high = worth.high_value.get(segmenter.customer[person] as usize);
                high.copied().unwrap_or_default()
            }
            Self::Predicted { worth, least, most } => {
                let value = predicted(worth, segmenter.customer[person]);
                value.is_some_and(|value| *least <= value && value <= *most)
            }
            Self::Place { of, wanted } => {
                // The first label is what is not said.
                of[person] != 0 && wanted[of[person] as usize]
            }
            Self::Consent { channel, said } => {
                let contacts = people.contacts[person];
                match said {
                    Said::Reachable => contacts.reach(*channel) == Reach::Reachable,
                    Said::Yes => contacts.said(*channel) == ConsentState::Subscribed,
                    Said::No => contacts.said(*channel) == ConsentState::Unsubscribed,
                    Said::Nothing => contacts.said(*channel) == ConsentState::NotSubscribed,
                }
            }
            Self::Has(Contact::Email) => people.contacts[person].has_email(),
            Self::Has(Contact::Phone) => people.contacts[person].has_phone(),
            Self::Tagged(wanted) => {
                let tags = people.tags.of_person(person);
                tags.iter().any(|tag| wanted[*tag as usize])
            }
            Self::Did { .. } => self.deed(segmenter, person).is_some(),
            Self::LeftCart { .. } => self.cart(segmenter, person).is_some(),
            Self::Points {
                points,
                least,
                most,
            } => {
                let available = points.available(person);
                *least <= available && available <= *most
            }
            Self::Tier { points, wanted } => {
                let tier = points.tier(person) as usize;
                tier != 0 && wanted[tier]
            }
            Self::CloseToReward(points) => points.one_order_short(person).is_some(),
            Self::HasReward(points) => points.rewards(person) > 0,
            Self::InSegment(members) => members.as_ref().is_some_and(|members| members.has(person)),
        }
    }

    /// The newest deed of someone that fits.
    pub(super) fn deed(&self, segmenter: &Segmenter, person: usize) -> Option<DeedFact> {
        let Self::Did {
            deed: wanted,
            things,
            times,
            not_bought_since,
        } = self
        else {
            return None;
        };
        let deeds = segmenter.people.deeds.of_person(person).iter().rev();
        deeds
            .filter(|deed| {
                deed.deed == *wanted
                    && times.0 <= deed.at.0
                    && deed.at.0 < times.1
                    && things
                        .as_ref()
                        .is_none_or(|things| things[deed.thing as usize])
                    && !(*not_bought_since && segmenter.bought_since(person, deed))
            })
            .copied()
            .next()
    }

    /// The newest cart of someone that fits.
    pub(super) fn cart(&self, segmenter: &Segmenter, person: usize) -> Option<CartFact> {
        let Self::LeftCart {
            worth,
            times,
            not_bought_since,
        } = self
        else {
            return None;
        };
        let carts = segmenter.people.carts.of_person(person).iter().rev();
        carts
            .filter(|cart| {
                let fits = worth.is_none_or(|(least, most)| {
                    cart.currency == segmenter.currency && least <= cart.total && cart.total <= most
                });
                fits && times.0 <= cart.left_at.0
                    && cart.left_at.0 < times.1
                    && !(*not_bought_since && segmenter.ordered_since(person, cart.left_at))
            })
            .copied()
            .next()
    }
}

impl Segmenter {
    fn ordered_since(&self, person: usize, at: Timestamp) -> bool {
        let last = self.slots.positions(person).last();
        last.is_some_and(|last| self.facts.placed_at[*last as usize] >= at)
    }

    /// Whether someone ordered the thing at or after what they did with it.
    fn bought_since(&self, person: usize, deed: &DeedFact) -> bool {
        let products = &self.thing_products[deed.thing as usize];
        if products.is_empty() {
            return false;
        }
        let positions = self.slots.positions(person).iter().rev();
        positions
            .map(|position| *position as usize)
            .take_while(|position| self.facts.placed_at[*position] >= deed.at)
            .any(|position| {
                let lines = self.facts.lines.of(position);
                self.facts.lines.product[lines]
                    .iter()
                    .any(|product| products.contains(product))
            })
    }
}

/// What someone will likely spend; nobody of whom that cannot be told.
pub(super) fn predicted(worth: &Worth, customer: u32) -> Option<i64> {
    let known = worth.predicted_value_365.as_ref()?;
    known.get(customer as usize).copied()
}

fn predicted_ends(is: Span, worth: &Worth) -> (i64, i64) {
    is.ends().unwrap_or_else(|| {
        let Span::Top(percent) = is else {
            return (i64::MAX, i64::MIN);
        };
        let mut values = worth.predicted_value_365.clone().unwrap_or_default();
        // Who is no buyer has no prediction, and stands there as 0.
        values.retain(|value| *value != 0);
        (
            above_cut(&mut values, percent).unwrap_or(i64::MAX),
            i64::MAX,
        )
    })
}

/// The top is of those who have points.
fn points_ends(is: Span, points: &PointsFacts) -> (i64, i64) {
    is.ends().unwrap_or_else(|| {
        let Span::Top(percent) = is else {
            return (i64::MAX, i64::MIN);
        };
        let mut values = points.available.clone();
        values.retain(|value| *value > 0);
        (
            above_cut(&mut values, percent).unwrap_or(i64::MAX),
            i64::MAX,
        )
    })
}

fn cart_ends(segmenter: &Segmenter, is: Span) -> (i64, i64) {
    is.ends().unwrap_or_else(|| {
        let Span::Top(percent) = is else {
            return (i64::MAX, i64::MIN);
        };
        let all = segmenter.people.carts.all().iter();
        let mut values: Vec<i64> = all
            .filter(|cart| cart.currency == segmenter.currency)
            .map(|cart| cart.total)
            .collect();
        (
            above_cut(&mut values, percent).unwrap_or(i64::MAX),
            i64::MAX,
        )
    })
}

/// Words of a sentence that nothing in the shop is called by.
pub(super) fn unknown_words(
    segmenter: &Segmenter,
    condition: &Condition,
    points: &PointsFacts,
    into: &mut Vec<(&'static str, String)>,
) {
    let mut look = |what: &'static str, words: &[String], is: &dyn Fn(&[String]) -> Vec<bool>| {
        for word in words {
            if !is(std::slice::from_ref(word)).contains(&true) {
                into.push((what, word.clone()));
            }
        }
    };
    let (facts, people) = (&segmenter.facts, &segmenter.people);
    match condition {
        Condition::Orders { of, .. } => {
            for scope in of {
                match scope {
                    Scope::Product(words) => look("product", words, &|words| {
                        segmenter.products_of(&Scope::Product(words.to_vec()))
                    }),
                    Scope::Category(words) => look("category", words, &|words| {
                        labelled(&facts.products.category, words)
                    }),
                    Scope::Vendor(words) => look("vendor", words, &|words| {
                        labelled(&facts.products.vendor, words)
                    }),
                    Scope::Code(words) => look("discount code", words, &|words| {
                        let words = Words::of(words);
                        let codes = facts.codes.names.iter();
                        codes
                            .map(|codes| codes.split(',').any(|code| words.has(code)))
                            .collect()
                    }),
                    Scope::Channel(words) => {
                        look("channel", words, &|words| labelled(&facts.channel, words));
                    }
                    Scope::WithDiscount | Scope::WithoutDiscount | Scope::WithRefund => {}
                }
            }
        }
        Condition::Place { part, values } => match part {
            PlacePart::Country => {
                look("country", values, &|words| segmenter.countries_named(words));
            }
            PlacePart::Region => look("region", values, &|words| labelled(&people.region, words)),
            PlacePart::City => look("city", values, &|words| labelled(&people.city, words)),
        },
        Condition::Tagged(tags) => look("tag", tags, &|words| {
            let words = Words::of(words);
            people
                .tag_names
                .iter()
                .map(|name| words.has(name))
                .collect()
        }),
        Condition::Tier(names) => {
            look("tier", names, &|words| labelled(&points.tier, words));
        }
        Condition::Did { with, .. } => match with {
            With::Anything => {}
            With::Products(names) => look("product", names, &|words| segmenter.things_named(words)),
            With::Categories(names) => look("category", names, &|words| {
                segmenter.things_of_categories(words)
            }),
        },
        _ => {}
    }
}
