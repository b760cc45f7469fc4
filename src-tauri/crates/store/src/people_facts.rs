//! Customers into columns: all people at once, for segments.

use std::collections::HashMap;

use pannier_core::{
    CartFact, Channel, ConsentEvent, ConsentSource, ConsentState, Contacts, Countries, CustomerId,
    DeedFact, PeopleBuilder, PeopleFacts, PersonFact, Thing, Timestamp, effective_consent,
    segment::Deed,
};
use rusqlite::Row;

use crate::{
    Error, People, ReadTx, Result,
    import_write::{source_of, state_of},
    shop::parsed,
};

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];

/// A customer, and which person they are.
struct Member {
    person: u32,
    has_email: bool,
    has_phone: bool,
    place: Place,
    tags: String,
}

#[derive(Default)]
struct Place {
    city: String,
    region: String,
    country: String,
    /// Of an order, when it was placed, and its row.
    placed_at: i64,
}

impl Place {
    fn is_known(&self) -> bool {
        !self.city.is_empty() || !self.country.is_empty()
    }

    fn of(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self {
            city: row.get("city")?,
            region: row.get("region")?,
            country: row.get("country")?,
            placed_at: 0,
        })
    }
}

/// Which person a customer's row is, as an index.
struct Index {
    /// Customers' rows, ascending, each with its person.
    of: Vec<(i64, u32)>,
}

impl Index {
    fn person(&self, customer: i64) -> Option<u32> {
        let at = self
            .of
            .binary_search_by_key(&customer, |(id, _)| *id)
            .ok()?;
        Some(self.of[at].1)
    }
}

impl ReadTx<'_> {
    /// All people as columns. Customers who were joined are one: what any of them has, they have,
    /// and a “no” of one is a “no” of all.
    pub fn people_facts(&self) -> Result<PeopleFacts> {
        let people = self.people()?;
        let (ids, index, members) = self.members(&people)?;
        let places = self.order_places(&index)?;
        let said = self.consent_now(&index, ids.len())?;
        let countries = Countries::default();
        let mut builder = PeopleBuilder::default();
        let mut members = members.into_iter().peekable();
        for (person, id) in (0..).zip(ids) {
            let mut one = Member {
                person,
                has_email: false,
                has_phone: false,
                place: Place::default(),
                tags: String::new(),
            };
            while let Some(member) = members.next_if(|member| member.person == person) {
                one.has_email |= member.has_email;
                one.has_phone |= member.has_phone;
                if !one.place.is_known() {
                    one.place = member.place;
                }
                if !member.tags.is_empty() {
                    one.tags.push(',');
                    one.tags.push_str(&member.tags);
                }
            }
            let place = match places.get(&person) {
                Some(place) if !one.place.is_known() => place,
                _ => &one.place,
            };
            let country = countries.code(&place.country);
            builder.push(&PersonFact {
                id,
                country: country.unwrap_or(place.country.trim()),
                region: place.region.trim(),
                city: place.city.trim(),
                tags: &one.tags,
                contacts: Contacts::new(one.has_email, one.has_phone, said[person as usize]),
            });
        }
        let (things, thing_index) = self.things()?;
        let deeds = self.deeds(&index, &thing_index)?;
        Ok(builder.finish(things, deeds, self.carts(&index)?))
    }

    /// Everyone by person, and the persons' rows in their order.
    fn members(&self, people: &People) -> Result<(Vec<CustomerId>, Index, Vec<Member>)> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/people/customers.sql"))?;
        let mut rows = statement.query([])?;
        let (mut ids, mut index, mut members) = (Vec::new(), Vec::new(), Vec::new());
        let mut own_tags = self.all_own_tags()?.into_iter().peekable();
        while let Some(row) = rows.next()? {
            let id = CustomerId(row.get("id")?);
            let mut tags: String = row.get("tags")?;
            // Both go by row.
            while let Some((_, tag)) = own_tags.next_if(|(of, _)| *of == id) {
                tags.push(',');
                tags.push_str(&tag);
            }
            let of = people.person(id);
            // The lowest row stands for all who were joined, so that it came first.
            let person = if let Ok(place) = ids.binary_search(&of) {
                place
            } else {
                ids.push(id);
                ids.len() - 1
            };
            let person = u32::try_from(person).unwrap_or(u32::MAX);
            index.push((id.0, person));
            members.push(Member {
                person,
                has_email: row.get("has_email")?,
                has_phone: row.get("has_phone")?,
                place: Place::of(row)?,
                tags,
            });
        }
        members.sort_by_key(|member| member.person);
        Ok((ids, Index { of: index }, members))
    }

    /// Where the newest order was sent, of those whose file says no place.
    fn order_places(&self, index: &Index) -> Result<HashMap<u32, Place>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/people/places.sql"))?;
        let mut rows = statement.query([])?;
        let mut places: HashMap<u32, Place> = HashMap::new();
        while let Some(row) = rows.next()? {
            let Some(person) = index.person(row.get("customer_id")?) else {
                continue;
            };
            let placed_at: i64 = row.get("placed_at")?;
            let known = places.get(&person);
            if known.is_none_or(|known| known.placed_at < placed_at) {
                let place = Place::of(row)?;
                places.insert(person, Place { placed_at, ..place });
            }
        }
        Ok(places)
    }

    /// What each person said, as it holds now, by channel.
    fn consent_now(&self, index: &Index, people: usize) -> Result<Vec<[ConsentState; 3]>> {
        let mut events = self.consent_events(index)?;
        // The last tick of each person's orders is all that can count of them.
        let mut ticks: HashMap<u32, (i64, i64, bool)> = HashMap::new();
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/people/ticks.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(person) = index.person(row.get("customer_id")?) {
                let tick = (
                    row.get("placed_at")?,
                    row.get("id")?,
                    row.get("accepts_marketing")?,
                );
                let last = ticks.entry(person).or_insert(tick);
                *last = tick.max(*last);
            }
        }
        for (person, (at, _, yes)) in ticks {
            let state = if yes {
                ConsentState::Subscribed
            } else {
                ConsentState::NotSubscribed
            };
            let at = Timestamp(at);
            let event = ConsentEvent {
                state,
                source: ConsentSource::Order,
                recorded_at: at,
                dated_at: Some(at),
            };
            events.push((person, Channel::Email, event));
        }
        events.sort_by_key(|(person, channel, event)| (*person, *channel, event.recorded_at));
        let mut said = vec![[ConsentState::NotSubscribed; 3]; people];
        let mut of_one = Vec::new();
        for group in events.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            of_one.clear();
            of_one.extend(group.iter().map(|(_, _, event)| *event));
            let (person, channel, _) = group[0];
            let place = CHANNELS.iter().position(|known| *known == channel);
            if let (Some(said), Some(place)) = (said.get_mut(person as usize), place) {
                said[place] = effective_consent(&of_one);
            }
        }
        Ok(said)
    }

    fn consent_events(&self, index: &Index) -> Result<Vec<(u32, Channel, ConsentEvent)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/people/consent.sql"))?;
        let mut rows = statement.query([])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(person) = index.person(row.get("customer_id")?) else {
                continue;
            };
            let text = |column: &str| row.get_ref(column).map(|v| v.as_str().unwrap_or_default());
            let channel = match text("channel")? {
                "email" => Channel::Email,
                "sms" => Channel::Sms,
                _ => Channel::WhatsApp,
            };
            let event = ConsentEvent {
                state: state_of(text("state")?),
                source: source_of(text("source")?),
                recorded_at: Timestamp(row.get("recorded_at")?),
                dated_at: row.get::<_, Option<i64>>("dated_at")?.map(Timestamp),
            };
            events.push((person, channel, event));
        }
        Ok(events)
    }

    /// What people did something with, and the index of each row of it.
    fn things(&self) -> Result<(Vec<Thing>, HashMap<i64, u32>)> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/people/things.sql"))?;
        let mut rows = statement.query([])?;
        let (mut things, mut index) = (Vec::<Thing>::new(), HashMap::new());
        while let Some(row) = rows.next()? {
            let next = u32::try_from(things.len()).unwrap_or(u32::MAX);
            let place = *index.entry(row.get::<_, i64>("id")?).or_insert(next);
            if place == next {
                things.push(Thing {
                    text: row.get("text")?,
                    title: row.get("title")?,
                    category: row.get("category")?,
                    sold_as: row.get::<_, Option<i64>>("sold_as")?.into_iter().collect(),
                });
            }
            if let Some(sold) = row.get::<_, Option<i64>>("variant_sold_as")?
                && let Some(thing) = things.get_mut(place as usize)
                && !thing.sold_as.contains(&sold)
            {
                thing.sold_as.push(sold);
            }
        }
        Ok((things, index))
    }

    fn deeds(&self, index: &Index, things: &HashMap<i64, u32>) -> Result<Vec<(u32, DeedFact)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT p.customer_id, b.product_id, b.kind, b.at
               FROM behaviour b JOIN behaviour_person p ON p.id = b.person_id
              WHERE p.customer_id IS NOT NULL ORDER BY b.id",
        )?;
        let mut rows = statement.query([])?;
        let mut deeds = Vec::new();
        while let Some(row) = rows.next()? {
            let person = index.person(row.get("customer_id")?);
            let thing = things.get(&row.get("product_id")?).copied();
            let Some((person, thing)) = person.zip(thing) else {
                continue;
            };
            let deed = match row.get_ref("kind")?.as_str().unwrap_or_default() {
                "view" => Deed::Viewed,
                "wishlist" => Deed::Wishlisted,
                "cart" => Deed::Carted,
                other => return Err(Error::Damaged(format!("“{other}” is no behaviour"))),
            };
            let at = Timestamp(row.get("at")?);
            deeds.push((person, DeedFact { at, thing, deed }));
        }
        Ok(deeds)
    }

    fn carts(&self, index: &Index) -> Result<Vec<(u32, CartFact)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT customer_id, left_at, total, currency FROM checkout
              WHERE customer_id IS NOT NULL ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut carts = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(person) = index.person(row.get("customer_id")?) {
                let cart = CartFact {
                    left_at: Timestamp(row.get("left_at")?),
                    total: row.get("total")?,
                    currency: parsed(&row.get::<_, String>("currency")?)?,
                };
                carts.push((person, cart));
            }
        }
        Ok(carts)
    }
}
