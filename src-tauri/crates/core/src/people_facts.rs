//! Customers as columns in memory: what segments ask of people besides their orders.
//!
//! One row a person, also of those without orders; customers who were joined are one. `store`
//! fills them, pure functions read them.

use std::{collections::HashMap, ops::Range};

use crate::{Channel, ConsentState, Currency, CustomerId, Labels, Timestamp, segment::Deed};

/// Why someone may be written to, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// They agreed, and there is an address or number.
    Reachable,
    /// They said no.
    SaidNo,
    /// Nobody asked them, or they did not answer.
    NotAsked,
    /// They agreed, and there is no address or number.
    NoAddress,
}

/// How someone can be reached, and what they said to it: packed, since everyone has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contacts(u8);

impl Contacts {
    const EMAIL: u8 = 1;
    const PHONE: u8 = 2;

    /// What is known of someone; what was said is by [`Channel`], e-mail first.
    pub fn new(has_email: bool, has_phone: bool, said: [ConsentState; 3]) -> Self {
        let state = |state: ConsentState| match state {
            ConsentState::NotSubscribed => 0,
            ConsentState::Subscribed => 1,
            ConsentState::Unsubscribed => 2,
        };
        Self(
            u8::from(has_email)
                | u8::from(has_phone) << 1
                | state(said[0]) << 2
                | state(said[1]) << 4
                | state(said[2]) << 6,
        )
    }

    /// Whether there is an e-mail address.
    pub const fn has_email(self) -> bool {
        self.0 & Self::EMAIL != 0
    }

    /// Whether there is a phone number.
    pub const fn has_phone(self) -> bool {
        self.0 & Self::PHONE != 0
    }

    /// What was said to messages of one way, as it holds now.
    pub const fn said(self, channel: Channel) -> ConsentState {
        let bits = match channel {
            Channel::Email => self.0 >> 2,
            Channel::Sms => self.0 >> 4,
            Channel::WhatsApp => self.0 >> 6,
        } & 3;
        match bits {
            1 => ConsentState::Subscribed,
            2 => ConsentState::Unsubscribed,
            _ => ConsentState::NotSubscribed,
        }
    }

    /// Whether someone may be written to, and why not.
    pub const fn reach(self, channel: Channel) -> Reach {
        let has = match channel {
            Channel::Email => self.has_email(),
            Channel::Sms | Channel::WhatsApp => self.has_phone(),
        };
        match self.said(channel) {
            ConsentState::Unsubscribed => Reach::SaidNo,
            ConsentState::NotSubscribed => Reach::NotAsked,
            ConsentState::Subscribed if has => Reach::Reachable,
            ConsentState::Subscribed => Reach::NoAddress,
        }
    }
}

/// Columns of all people, by row id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeopleFacts {
    /// Row ids, ascending; of those who were joined, the person's.
    pub id: Vec<CustomerId>,
    /// Countries (ISO 3166), or as the files say them where that is not known.
    pub country: Labels,
    /// Regions as the files say them.
    pub region: Labels,
    /// Cities as the files say them.
    pub city: Labels,
    /// How to reach them.
    pub contacts: Vec<Contacts>,
    /// Tags that occur.
    pub tag_names: Vec<String>,
    /// Tags by person: indexes into [`PeopleFacts::tag_names`].
    pub tags: Rows<u32>,
    /// What people did on the site, each one's oldest first.
    pub deeds: Rows<DeedFact>,
    /// With what.
    pub things: Vec<Thing>,
    /// Carts that were left, each one's oldest first.
    pub carts: Rows<CartFact>,
}

/// Things that people have any number of, person by person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// Where each person's begin, and at the end where the last one's end.
    first: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            first: vec![0],
            all: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// From things in the order of their people, each with its person's index.
    pub fn of(people: usize, things: impl IntoIterator<Item = (u32, T)>) -> Self {
        let mut rows = Self {
            first: Vec::with_capacity(people + 1),
            all: Vec::new(),
        };
        for (person, thing) in things {
            // Four thousand million things do not fit into memory.
            let start = u32::try_from(rows.all.len()).unwrap_or(u32::MAX);
            while rows.first.len() <= person as usize {
                rows.first.push(start);
            }
            rows.all.push(thing);
        }
        let end = u32::try_from(rows.all.len()).unwrap_or(u32::MAX);
        rows.first.resize(people + 1, end);
        rows.all.shrink_to_fit();
        rows
    }

    /// Those of a person.
    #[inline]
    pub fn of_person(&self, person: usize) -> &[T] {
        let range: Range<usize> = match (self.first.get(person), self.first.get(person + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        &self.all[range]
    }

    /// All of them.
    pub fn all(&self) -> &[T] {
        &self.all
    }
}

/// Something that someone did on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeedFact {
    /// When (UTC).
    pub at: Timestamp,
    /// With what: an index into [`PeopleFacts::things`].
    pub thing: u32,
    /// What.
    pub deed: Deed,
}

/// Something that people look at, wish for or put into a cart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thing {
    /// As the file says it.
    pub text: String,
    /// What the products file calls it, or empty.
    pub title: String,
    /// What kind of thing it is, or empty.
    pub category: String,
    /// The rows of the products of order lines that it is.
    pub sold_as: Vec<i64>,
}

/// A cart that was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CartFact {
    /// When (UTC).
    pub left_at: Timestamp,
    /// What it came to, in minor units.
    pub total: i64,
    /// Of this currency.
    pub currency: Currency,
}

/// A person on the way into the columns. Words are empty where nothing is said.
#[derive(Debug, Clone, Copy)]
pub struct PersonFact<'p> {
    /// Their row.
    pub id: CustomerId,
    /// See [`PeopleFacts::country`].
    pub country: &'p str,
    /// See [`PeopleFacts::region`].
    pub region: &'p str,
    /// See [`PeopleFacts::city`].
    pub city: &'p str,
    /// Tags, parted by commas.
    pub tags: &'p str,
    /// See [`PeopleFacts::contacts`].
    pub contacts: Contacts,
}

/// Fills [`PeopleFacts`], people in the order of their rows.
#[derive(Debug, Default)]
pub struct PeopleBuilder {
    people: PeopleFacts,
    words: [HashMap<String, u32>; 3],
    tag_words: HashMap<String, u32>,
    tags: Vec<(u32, u32)>,
}

impl PeopleBuilder {
    /// Adds a person.
    pub fn push(&mut self, fact: &PersonFact) {
        let person = u32::try_from(self.people.id.len()).unwrap_or(u32::MAX);
        let people = &mut self.people;
        people.id.push(fact.id);
        people.contacts.push(fact.contacts);
        let [countries, regions, cities] = &mut self.words;
        label(&mut people.country, countries, fact.country);
        label(&mut people.region, regions, fact.region);
        label(&mut people.city, cities, fact.city);
        let before = self.tags.len();
        for tag in fact.tags.split(',') {
            let tag = tag.trim().trim_matches('"').trim();
            if tag.is_empty() {
                continue;
            }
            let index = index(&mut people.tag_names, &mut self.tag_words, tag);
            if !self.tags[before..].contains(&(person, index)) {
                self.tags.push((person, index));
            }
        }
    }

    /// The finished columns. Deeds and carts come with their person's index, in any order.
    pub fn finish(
        self,
        things: Vec<Thing>,
        mut deeds: Vec<(u32, DeedFact)>,
        mut carts: Vec<(u32, CartFact)>,
    ) -> PeopleFacts {
        let people = self.people.id.len();
        deeds.sort_by_key(|(person, deed)| (*person, deed.at));
        carts.sort_by_key(|(person, cart)| (*person, cart.left_at));
        PeopleFacts {
            tags: Rows::of(people, self.tags),
            deeds: Rows::of(people, deeds),
            carts: Rows::of(people, carts),
            things,
            ..self.people
        }
    }
}

fn label(labels: &mut Labels, known: &mut HashMap<String, u32>, word: &str) {
    let index = match word {
        "" => 0,
        word => index(&mut labels.names, known, word),
    };
    labels.of.push(index);
}

fn index(names: &mut Vec<String>, known: &mut HashMap<String, u32>, word: &str) -> u32 {
    if let Some(index) = known.get(word) {
        return *index;
    }
    let index = u32::try_from(names.len()).unwrap_or(u32::MAX);
    names.push(word.to_owned());
    known.insert(word.to_owned(), index);
    index
}

impl PeopleFacts {
    /// The number of people.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// The index of a person's row.
    pub fn index(&self, id: CustomerId) -> Option<u32> {
        let index = self.id.binary_search(&id).ok();
        index.and_then(|index| u32::try_from(index).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_holds_all_of_consent() {
        use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};
        for said in [NotSubscribed, Subscribed, Unsubscribed] {
            for other in [NotSubscribed, Subscribed, Unsubscribed] {
                let contacts = Contacts::new(true, false, [said, other, Subscribed]);
                assert!(contacts.has_email() && !contacts.has_phone());
                assert_eq!(contacts.said(Channel::Email), said);
                assert_eq!(contacts.said(Channel::Sms), other);
                assert_eq!(contacts.reach(Channel::WhatsApp), Reach::NoAddress);
            }
        }
        let reachable = Contacts::new(true, true, [Subscribed, Unsubscribed, NotSubscribed]);
        assert_eq!(
            [Channel::Email, Channel::Sms, Channel::WhatsApp].map(|c| reachable.reach(c)),
            [Reach::Reachable, Reach::SaidNo, Reach::NotAsked]
        );
    }

    #[test]
    fn rows_stand_with_their_people() {
        let rows = Rows::of(5, [(1, 'a'), (1, 'b'), (3, 'c')]);
        let of: Vec<String> = (0..6).map(|p| rows.of_person(p).iter().collect()).collect();
        assert_eq!(of, ["", "ab", "", "c", "", ""]);
        assert_eq!(Rows::<u8>::default().of_person(0), []);
    }
}
