//! What the merchant said of two customers: that they are one person, or two.
//!
//! Nothing of either is moved. Who is meant follows each time from the words that the two were
//! known by (ids on platforms, address, number), so that what was said holds through imports and
//! undos, rests while nobody is known by those words, and can be taken back without a trace.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pannier_core::{CustomerId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result};

/// What was said of two customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairVerdict {
    /// They are one person.
    One,
    /// They are two people.
    Two,
}

impl PairVerdict {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }
}

/// Something that a customer is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomerWord {
    /// An id on a platform.
    Key(SourceId, String),
    /// A normalised address.
    Email(String),
    /// An E.164 number, of someone without an address.
    Phone(String),
}

impl CustomerWord {
    /// As it is stored: its kind, the platform’s shop where it is an id there, and the word.
    pub(crate) fn parts(self) -> (&'static str, Option<SourceId>, String) {
        match self {
            Self::Key(source, key) => ("key", Some(source), key),
            Self::Email(email) => ("email", None, email),
            Self::Phone(phone) => ("phone", None, phone),
        }
    }
}

/// What was said of two customers who are both in the shop file, and not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRecord {
    /// Its row.
    pub id: i64,
    /// One customer.
    pub a: CustomerId,
    /// The other.
    pub b: CustomerId,
    /// When it was said (UTC).
    pub said_at: Timestamp,
}

/// Who is one person by the merchant's word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Everyone who was joined to someone, with the person that they are.
    person: HashMap<CustomerId, CustomerId>,
    /// By person: all of theirs, themselves among them.
    members: BTreeMap<CustomerId, BTreeSet<CustomerId>>,
}

impl People {
    /// The people that joinings make.
    pub fn of(joinings: &[PairRecord]) -> Self {
        let mut people = Self::default();
        for joining in joinings {
            people.join(joining.a, joining.b);
        }
        people
    }

    /// Makes one person of two.
    pub(crate) fn join(&mut self, a: CustomerId, b: CustomerId) {
        let (a, b) = (self.person(a), self.person(b));
        if a == b {
            return;
        }
        // The lowest row stands for all.
        let (kept, gone) = (a.min(b), a.max(b));
        let alone = |id| BTreeSet::from([id]);
        let gone = self.members.remove(&gone).unwrap_or_else(|| alone(gone));
        let members = self.members.entry(kept).or_insert_with(|| alone(kept));
        members.extend(gone);
        for member in members.iter() {
            self.person.insert(*member, kept);
        }
    }

    /// The person that a customer is: one customer's row for all who were joined.
    pub fn person(&self, customer: CustomerId) -> CustomerId {
        self.person.get(&customer).copied().unwrap_or(customer)
    }

    /// People who have several customers' rows, each with those.
    pub fn groups(&self) -> impl Iterator<Item = &BTreeSet<CustomerId>> {
        self.members.values()
    }

    /// All customers who are the same person, this one among them.
    pub fn same(&self, customer: CustomerId) -> BTreeSet<CustomerId> {
        let members = self.members.get(&self.person(customer)).cloned();
        members.unwrap_or_else(|| BTreeSet::from([customer]))
    }

    /// Customers who are another person than in `other`.
    pub(crate) fn differing(&self, other: &Self) -> Vec<CustomerId> {
        let joined: BTreeSet<CustomerId> = self
            .person
            .keys()
            .chain(other.person.keys())
            .copied()
            .collect();
        joined
            .into_iter()
            .filter(|id| self.person(*id) != other.person(*id))
            .collect()
    }

    /// Whether nobody was joined.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }
}

impl ReadTx<'_> {
    /// What was said of two customers who are in the shop file, in the order it was said.
    pub fn customer_pairs(&self, verdict: PairVerdict) -> Result<Vec<PairRecord>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/customers/pair_words.sql"))?;
        let mut rows = statement.query(named_params! { ":verdict": verdict.word() })?;
        let mut said: BTreeMap<i64, (Timestamp, [Vec<CustomerWord>; 2])> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let at = Timestamp(row.get("said_at")?);
            let (_, sides) = said.entry(row.get("id")?).or_insert((at, [vec![], vec![]]));
            let word: String = row.get("word")?;
            let word = match row.get_ref("kind")?.as_str().unwrap_or_default() {
                "key" => CustomerWord::Key(SourceId(row.get("source_id")?), word),
                "email" => CustomerWord::Email(word),
                _ => CustomerWord::Phone(word),
            };
            sides[usize::from(row.get::<_, i64>("side")? == 1)].push(word);
        }
        let mut pairs = Vec::with_capacity(said.len());
        for (id, (said_at, [a, b])) in said {
            let Some(a) = self.customer_meant(&a)? else {
                continue;
            };
            let Some(b) = self.customer_meant(&b)? else {
                continue;
            };
            if a != b {
                pairs.push(PairRecord { id, a, b, said_at });
            }
        }
        Ok(pairs)
    }

    /// Whom words mean that count in this order: the customer who is known by the first, else the
    /// one who was by the files that stand.
    pub(crate) fn customer_meant(&self, words: &[CustomerWord]) -> Result<Option<CustomerId>> {
        for word in words {
            if let Some(id) = self.customer_known_by(word)? {
                return Ok(Some(id));
            }
        }
        for word in words {
            if let Some(id) = self.customer_once_known_by(word)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Who is one person by the merchant's word.
    pub fn people(&self) -> Result<People> {
        Ok(People::of(&self.customer_pairs(PairVerdict::One)?))
    }

    /// The customer who is known by a word.
    pub fn customer_known_by(&self, word: &CustomerWord) -> Result<Option<CustomerId>> {
        let known = match word {
            CustomerWord::Key(source, key) => self.customer_by_key(*source, key)?,
            CustomerWord::Email(email) => self.customer_by_email(email)?,
            CustomerWord::Phone(phone) => self.customer_by_phone(phone)?,
        };
        Ok(known.map(|known| known.id))
    }

    /// The customer of whom a file that stands said a word, the last one that did. An id is known
    /// for as long as a file says it.
    pub fn customer_once_known_by(&self, word: &CustomerWord) -> Result<Option<CustomerId>> {
        let (sql, word) = match word {
            CustomerWord::Key(..) => return Ok(None),
            CustomerWord::Email(email) => (
                "SELECT customer_id FROM import_customer WHERE email = :word
                  ORDER BY import_id DESC, position DESC LIMIT 1",
                email,
            ),
            CustomerWord::Phone(phone) => (
                "SELECT customer_id FROM import_customer WHERE phone = :word AND email IS NULL
                  ORDER BY import_id DESC, position DESC LIMIT 1",
                phone,
            ),
        };
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement
            .query_row(named_params! { ":word": word }, |row| {
                row.get(0).map(CustomerId)
            })
            .optional()?)
    }

    /// What a customer is known by, in the order in which it identifies them.
    pub fn customer_words(&self, id: CustomerId) -> Result<Vec<CustomerWord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT source_id, external_id FROM customer_key
              WHERE customer_id = :id ORDER BY source_id, external_id",
        )?;
        let mut words = statement
            .query_map(named_params! { ":id": id.0 }, |row| {
                Ok(CustomerWord::Key(
                    SourceId(row.get("source_id")?),
                    row.get("external_id")?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let customer = self.stored_customer(id)?;
        match (customer.email, customer.phone) {
            (Some(email), _) => words.push(CustomerWord::Email(email)),
            (None, Some(phone)) => words.push(CustomerWord::Phone(phone)),
            (None, None) => {}
        }
        Ok(words)
    }

    /// Customers with that id on a platform, on any shop there; on every platform where none is
    /// named.
    pub fn customers_with_id(&self, platform: Option<&str>, id: &str) -> Result<Vec<CustomerId>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT k.customer_id FROM customer_key k JOIN source s ON s.id = k.source_id
              WHERE k.external_id = :id AND (:platform IS NULL OR s.platform = :platform)
              ORDER BY k.customer_id",
        )?;
        let params = named_params! { ":id": id, ":platform": platform };
        Ok(statement
            .query_map(params, |row| row.get(0).map(CustomerId))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
