//! What is compared of a customer: names, places and addresses without what writers vary.

use std::cell::OnceCell;

use pannier_core::{CustomerFacts, Phone};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::slips;

/// Digits at the end of a number by which it is looked for: fewer than any country's numbers have,
/// so that none is missed for its prefix.
const PHONE_TAIL: usize = 7;

/// The two parts of an address.
pub(super) struct Address {
    pub(super) local: String,
    pub(super) domain: String,
}

/// A customer in the form that is compared.
pub(super) struct Form {
    /// Words of the name, sorted: some write the last name first.
    name: Vec<String>,
    last_name: String,
    street: String,
    zip: String,
    pub(super) email: Option<Address>,
    /// Where mail to the address arrives.
    pub(super) mailbox: Option<(String, String)>,
    /// The same without dots.
    pub(super) undotted: Option<(String, String)>,
    phone_digits: String,
    phone_text: String,
    country: String,
    /// Read when it is first asked for: reading is slow, and few share the end of a number.
    phone: OnceCell<Option<String>>,
}

impl Form {
    pub(super) fn new(customer: &CustomerFacts, shop_country: &str) -> Self {
        let email = customer.email.as_deref().and_then(|email| {
            let (local, domain) = email.rsplit_once('@')?;
            Some(Address {
                local: local.to_owned(),
                domain: domain.to_owned(),
            })
        });
        let mailbox = email.as_ref().map(slips::mailbox);
        let mut name = words(&customer.first_name);
        name.extend(words(&customer.last_name));
        name.retain(|word| !TITLES.contains(&word.as_str()));
        if name.iter().filter(|word| word.chars().count() > 1).count() > 1 {
            // A middle initial is left out as often as not.
            name.retain(|word| word.chars().count() > 1);
        }
        name.sort_unstable();
        name.dedup();
        let country = match customer.country.len() {
            2 => &customer.country,
            _ => shop_country,
        };
        Self {
            last_name: words(&customer.last_name).join(" "),
            street: street(customer),
            zip: words(&customer.zip).concat(),
            undotted: mailbox
                .as_ref()
                .map(|(local, domain)| (local.replace('.', ""), domain.clone())),
            mailbox,
            name,
            email,
            phone_digits: customer
                .phone
                .chars()
                .filter(char::is_ascii_digit)
                .collect(),
            phone_text: customer.phone.clone(),
            country: country.to_owned(),
            phone: OnceCell::new(),
        }
    }

    /// The name, where there is a first and a last one.
    pub(super) fn name(&self) -> Option<&[String]> {
        (self.name.len() > 1).then_some(&*self.name)
    }

    pub(super) fn last_name(&self) -> Option<&str> {
        some(&self.last_name)
    }

    /// Street, number and place; nothing without a house number.
    pub(super) fn street(&self) -> Option<&str> {
        some(&self.street)
    }

    pub(super) fn zip(&self) -> Option<&str> {
        some(&self.zip)
    }

    pub(super) fn phone_tail(&self) -> Option<&str> {
        let from = self.phone_digits.len().checked_sub(PHONE_TAIL)?;
        self.phone_digits.get(from..)
    }

    /// The number in its one form.
    pub(super) fn phone(&self) -> Option<&str> {
        let read = || {
            let phone = Phone::parse(&self.phone_text, &self.country).ok()?;
            Some(phone.as_str().to_owned())
        };
        self.phone.get_or_init(read).as_deref()
    }

    /// Whether the names are of two people: an initial or a missing name leaves it open.
    pub(super) fn is_someone_else(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (self.name(), other.name()) else {
            return false;
        };
        let lacks = |of: &[String], word: &String| {
            !of.iter()
                .any(|w| w == word || is_initial(w, word) || is_initial(word, w))
        };
        one.iter().any(|word| lacks(two, word)) && two.iter().any(|word| lacks(one, word))
    }
}

const TITLES: [&str; 9] = [
    "dr", "prof", "mr", "mrs", "ms", "miss", "herr", "frau", "mme",
];

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn is_initial(initial: &str, word: &str) -> bool {
    initial.chars().count() == 1 && word.starts_with(initial)
}

/// The words of a text, without case, accents, umlauts in either spelling, and signs.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(folded)
        .filter(|word| !word.is_empty())
        .collect()
}

fn folded(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        for c in c.to_lowercase() {
            match c {
                'ß' => plain.push_str("ss"),
                'æ' => plain.push('a'),
                'œ' | 'ø' => plain.push('o'),
                'ł' => plain.push('l'),
                'đ' | 'ð' => plain.push('d'),
                'ı' => plain.push('i'),
                c => plain.push(c),
            }
        }
    }
    // “Mueller” is “Müller”; that “Samuel” becomes another word does not matter for comparing.
    for (two, one) in [("ae", "a"), ("oe", "o"), ("ue", "u")] {
        if plain.contains(two) {
            plain = plain.replace(two, one);
        }
    }
    plain
}

/// Street, number and place in one text; empty without a house number or without a place.
fn street(customer: &CustomerFacts) -> String {
    let place = words(if customer.zip.is_empty() {
        &customer.city
    } else {
        &customer.zip
    });
    if place.is_empty() || !customer.street.chars().any(|c| c.is_ascii_digit()) {
        return String::new();
    }
    let mut street = words(&customer.street);
    for word in &mut street {
        let short = match word.as_str() {
            "street" | "st" => "str",
            "avenue" => "ave",
            "road" => "rd",
            "drive" => "dr",
            "lane" => "ln",
            // “Hauptstraße”, “Haupt Straße” and “Hauptstr.” are one.
            other => other
                .strip_suffix("asse")
                .filter(|stem| stem.ends_with("str"))
                .unwrap_or(other),
        };
        *word = short.to_owned();
    }
    format!("{} {}", street.concat(), place.concat())
}
