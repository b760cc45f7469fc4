//! People who were erased, as far as that is still known: keyed hashes of what they were known by.
//!
//! Whatever a file says of one of them again is made to speak of nobody before it is compared or
//! stored. What is left to tell their orders from those of others is a number: it stands where the
//! platform’s id of the customer would, or the address of a cart, a payment or a look.

use std::collections::HashMap;

use pannier_core::{Email, Phone, SourceId};
use rusqlite::named_params;

use crate::{
    BehaviourContent, CheckoutContent, CustomerWord, OrderContent, PaymentContent, ReadTx, Result,
};

/// Before the number of someone who was erased.
const NOBODY: &str = "erased:";

/// A part of a name that is shorter stands in too many other words.
const SHORTEST_PART: usize = 3;

/// What an erased person is called.
pub(crate) fn nobody(person: i64) -> String {
    format!("{NOBODY}{person}")
}

/// Whether an id is that of someone who was erased.
pub(crate) fn is_nobody(id: &str) -> bool {
    id.starts_with(NOBODY)
}

/// Whether an order is one of someone who was erased.
pub fn order_is_of_nobody(order: &OrderContent) -> bool {
    is_nobody(&order.customer_key)
}

/// What the people who were erased were known by, hashed.
#[derive(Debug, Clone, Default)]
pub struct Erased {
    key: [u8; 32],
    people: HashMap<[u8; 32], i64>,
}

/// Of which order, payment or cart something speaks.
pub(crate) enum Record<'r> {
    Order(&'r str),
    /// Of an order without an id of its own: its number, and the minute it was placed.
    Number(&'r str, i64),
    Payment(&'r str),
    Cart(&'r str),
}

impl Record<'_> {
    pub(crate) fn word(&self, source: SourceId) -> String {
        let source = source.0;
        match self {
            Self::Order(id) => format!("order:{source}:{id}"),
            Self::Number(number, minute) => format!("order:{source}:{number}@{minute}"),
            Self::Payment(id) => format!("payment:{source}:{id}"),
            Self::Cart(id) => format!("cart:{source}:{id}"),
        }
    }
}

/// The hashed form of a word that a customer is known by.
pub(crate) fn word_text(word: &CustomerWord) -> String {
    match word {
        CustomerWord::Key(source, key) => format!("key:{}:{key}", source.0),
        CustomerWord::Email(email) => format!("email:{email}"),
        CustomerWord::Phone(phone) => format!("phone:{phone}"),
    }
}

impl ReadTx<'_> {
    /// What the people who were erased were known by.
    pub fn erased(&self) -> Result<Erased> {
        let connection = self.connection();
        let key = connection
            .prepare_cached("SELECT key FROM shop")?
            .query_row([], |row| row.get("key"))?;
        let mut statement =
            connection.prepare_cached("SELECT word_hash, person_id FROM erased_word")?;
        let people = statement
            .query_map([], |row| Ok((row.get("word_hash")?, row.get("person_id")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Erased { key, people })
    }

    /// The first customer who is known by what an erased person was; nobody in a sound file.
    pub(crate) fn revived(&self) -> Result<Option<i64>> {
        let erased = self.erased()?;
        if erased.is_empty() {
            return Ok(None);
        }
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, email FROM customer WHERE email IS NOT NULL")?;
        let mut rows = statement.query(named_params! {})?;
        while let Some(row) = rows.next()? {
            let email = CustomerWord::Email(row.get("email")?);
            if erased.person(&word_text(&email)).is_some() {
                return Ok(Some(row.get("id")?));
            }
        }
        Ok(None)
    }
}

impl Erased {
    /// Whether nobody was erased.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The keyed hash of an address, as messages keep it.
    pub fn address_hash(&self, address: &str) -> [u8; 32] {
        self.hash(&crate::sending::address_word(address))
    }

    /// The keyed hash of a word.
    pub(crate) fn hash(&self, word: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.key, word.as_bytes()).as_bytes()
    }

    pub(crate) fn person(&self, word: &str) -> Option<i64> {
        if self.people.is_empty() {
            return None;
        }
        self.people.get(&self.hash(word)).copied()
    }

    fn known(&self, word: &CustomerWord) -> Option<i64> {
        self.person(&word_text(word))
    }

    fn of_record(&self, source: Option<SourceId>, record: &Record) -> Option<i64> {
        self.person(&record.word(source?))
    }

    /// Whoever has that address, else id on the platform, else, without an address, that number.
    fn of_words(
        &self,
        source: Option<SourceId>,
        key: Option<&str>,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> Option<i64> {
        let by_email = email.and_then(|email| self.known(&CustomerWord::Email(email.to_owned())));
        let by_key = || {
            let key = key.filter(|key| !key.is_empty())?;
            self.known(&CustomerWord::Key(source?, key.to_owned()))
        };
        let by_phone = || match email {
            Some(_) => None,
            None => phone.and_then(|phone| self.known(&CustomerWord::Phone(phone.to_owned()))),
        };
        by_email.or_else(by_key).or_else(by_phone)
    }

    /// Whether a row of a customers file speaks of someone who was erased. Address and number in
    /// their normal form; `source` is nothing while none was seen.
    pub fn has_customer(
        &self,
        source: Option<SourceId>,
        key: Option<&str>,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> bool {
        self.of_words(source, key, email, phone).is_some()
    }

    /// Makes an order of someone who was erased an order of nobody. `country` is the shop’s. Whether
    /// it was one.
    pub fn blank_order(
        &self,
        source: Option<SourceId>,
        country: &str,
        order: &mut OrderContent,
    ) -> bool {
        if self.is_empty() || is_nobody(&order.customer_key) {
            return false;
        }
        let email = Email::parse(&order.email).ok();
        let phone = phone_of(&order.phone, &order.country, country);
        let minute = order.placed_at.0.div_euclid(60_000);
        let person = self
            .of_words(
                source,
                Some(&order.customer_key),
                email.as_ref().map(Email::as_str),
                phone.as_ref().map(Phone::as_str),
            )
            .or_else(|| self.of_record(source, &Record::Order(&order.external_id)))
            .or_else(|| self.of_record(source, &Record::Number(&order.number, minute)));
        if let Some(person) = person {
            blank(order, person);
        }
        person.is_some()
    }

    /// The same of a cart that was left behind.
    pub fn blank_cart(
        &self,
        source: Option<SourceId>,
        country: &str,
        cart: &mut CheckoutContent,
    ) -> bool {
        if self.is_empty() || is_nobody(&cart.email) {
            return false;
        }
        let email = Email::parse(&cart.email).ok();
        let phone = phone_of(&cart.phone, "", country);
        let person = self
            .of_words(
                source,
                None,
                email.as_ref().map(Email::as_str),
                phone.as_ref().map(Phone::as_str),
            )
            .or_else(|| self.of_record(source, &Record::Cart(&cart.external_id)));
        let Some(person) = person else {
            return false;
        };
        let told = Told::of(&cart.name, &cart.email, &cart.phone);
        told.hide(&mut cart.discount_codes);
        cart.email = nobody(person);
        cart.phone.clear();
        cart.name.clear();
        true
    }

    /// The same of a payment.
    pub fn blank_payment(&self, source: Option<SourceId>, payment: &mut PaymentContent) -> bool {
        let email = payment.email.clone().unwrap_or_default();
        if self.is_empty() || is_nobody(&email) {
            return false;
        }
        let person = self
            .of_words(source, None, Some(email.as_str()), None)
            .or_else(|| self.of_record(source, &Record::Payment(&payment.external_id)));
        let Some(person) = person else {
            return false;
        };
        let name = payment.name.take().unwrap_or_default();
        let told = Told::of(&name, &email, "");
        for text in [&mut payment.order_text, &mut payment.method] {
            *text = text.take().map(|text| told.without(&text));
        }
        payment.email = Some(nobody(person));
        true
    }

    /// The same of something that someone did on the site.
    pub fn blank_behaviour(&self, said: &mut BehaviourContent) -> bool {
        let person = self.known(&CustomerWord::Email(said.email.clone()));
        if let Some(person) = person {
            said.email = nobody(person);
        }
        person.is_some()
    }
}

fn phone_of(phone: &str, country: &str, shop_country: &str) -> Option<Phone> {
    if phone.is_empty() {
        return None;
    }
    let country = if country.len() == 2 {
        country
    } else {
        shop_country
    };
    Phone::parse(phone, country).ok()
}

/// Takes out of an order what speaks of a person. Sums, lines and the country stay.
pub(crate) fn blank(order: &mut OrderContent, person: i64) {
    let told = Told::of(&order.customer_name, &order.email, &order.phone);
    for text in [
        &mut order.discount_codes,
        &mut order.payment_method,
        &mut order.channel,
        &mut order.device,
        &mut order.campaign,
    ] {
        told.hide(text);
    }
    order.customer_key = nobody(person);
    order.accepts_marketing = None;
    for text in [
        &mut order.customer_name,
        &mut order.email,
        &mut order.phone,
        &mut order.city,
        &mut order.zip,
        &mut order.region,
        &mut order.tags,
    ] {
        text.clear();
    }
}

/// What gives a person away in other words, such as a code made for them.
struct Told {
    /// Name, address and number, whole.
    whole: Vec<String>,
    /// Parts of the name, and the address before its domain.
    parts: Vec<String>,
}

impl Told {
    fn of(name: &str, email: &str, phone: &str) -> Self {
        let (name, email) = (name.trim().to_lowercase(), email.trim().to_lowercase());
        let local = email.split('@').next().unwrap_or_default().to_owned();
        let parts: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| part.chars().count() >= SHORTEST_PART)
            .map(str::to_owned)
            .collect();
        let mut whole = vec![parts.concat(), name, email, phone.trim().to_owned()];
        whole.retain(|word| word.chars().count() > SHORTEST_PART);
        let mut parts = parts;
        parts.push(local);
        parts.retain(|part| part.chars().count() >= SHORTEST_PART);
        Self { whole, parts }
    }

    /// Clears a text that gives them away.
    fn hide(&self, text: &mut String) {
        let plain = text.to_lowercase();
        let is_whole = self.whole.iter().any(|word| plain.contains(word.as_str()));
        let mut runs = plain.split(|c: char| !c.is_alphabetic());
        if is_whole || runs.any(|run| self.parts.iter().any(|part| part == run)) {
            text.clear();
        }
    }

    /// A text without name, address and number; the rest of it may name the order.
    fn without(&self, text: &str) -> String {
        let mut left = text.to_owned();
        for word in self.whole.iter().chain(&self.parts) {
            while let Some(at) = left.to_lowercase().find(word.as_str()) {
                // Letters whose small form is longer could shift the place: then none of it stays.
                match left.get(at..at + word.len()) {
                    Some(found) if found.to_lowercase() == *word => {
                        left.replace_range(at..at + word.len(), "");
                    }
                    _ => return String::new(),
                }
            }
        }
        left.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Told;

    #[test]
    fn a_code_made_for_someone_gives_them_away() {
        let told = Told::of("Mara Ann Moss", "mara.moss@example.com", "+49 30 123456");
        for text in [
            "MARA10",
            "thanks-moss-5",
            "maraannmoss",
            "for mara.moss@example.com",
            "+49 30 123456",
        ] {
            let mut hidden = text.to_owned();
            told.hide(&mut hidden);
            assert_eq!(hidden, "", "{text}");
        }
        for text in ["SUMMER10", "MARATHON", "Visa", "PayPal"] {
            let mut kept = text.to_owned();
            told.hide(&mut kept);
            assert_eq!(kept, text);
        }
        assert_eq!(
            told.without("Order #1002 of Mara Ann Moss"),
            "Order #1002 of"
        );
    }
}
