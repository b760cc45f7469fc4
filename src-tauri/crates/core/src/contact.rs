//! E-mail addresses and phone numbers as identities: normalised once, compared as they are.

use std::fmt;

/// Why an address or number cannot identify anyone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Not an e-mail address.
    #[error("“{0}” is not an e-mail address")]
    NotAnEmail(String),
    /// Not a phone number.
    #[error("“{0}” is not a phone number")]
    NotAPhone(String),
}

/// A normalised e-mail address: trimmed, lower-cased, the domain in its ASCII (IDNA) form.
/// Dots and +tags are kept: they can be different people.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// [`ContactError::NotAnEmail`] where no mail could be delivered to it.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let refuse = || ContactError::NotAnEmail(text.trim().chars().take(80).collect());
        let trimmed = text.trim();
        let (local, domain) = trimmed.rsplit_once('@').ok_or_else(refuse)?;
        let domain =
            idna::domain_to_ascii_strict(domain.trim_end_matches('.')).map_err(|_| refuse())?;
        let bad_local = local.is_empty()
            || local.len() > 64
            || local.chars().any(|c| {
                c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '@')
            });
        let labels_fit = domain.split('.').count() > 1 && domain.split('.').all(|l| !l.is_empty());
        if bad_local || !labels_fit || domain.len() > 253 {
            return Err(refuse());
        }
        Ok(Self(format!("{}@{domain}", local.to_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`, in ASCII.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether a marketplace made the address up to pass messages about an order on to its buyer.
    /// Nobody may be sent marketing by it, whatever a file says of consent.
    pub fn is_relay(&self) -> bool {
        let domain = self.domain();
        let of = |name: &str| {
            let ends = domain.strip_suffix(name);
            ends.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let within = |part: &str| domain.starts_with(part) || domain.contains(&format!(".{part}"));
        // Amazon and eBay have one such domain for each country.
        within("marketplace.amazon.")
            || within("members.ebay.")
            || domain.starts_with("relay.")
            // TikTok writes scs. and scn. before one of its domains, one for each part of the world.
            || (["scs.", "scn."].iter().any(|part| domain.starts_with(part)) && within("tiktok"))
            || RELAYS.iter().any(|relay| of(relay))
    }
}

/// Domains of other marketplaces whose every address is such a relay.
const RELAYS: &[&str] = &[
    "verkopen.bol.com",
    "convos.etsy.com",
    "notification.mirakl.net",
];

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

/// A phone number in E.164 form, such as +493012345678.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

impl Phone {
    /// Reads a number; one without a country prefix is taken as of `country` (ISO 3166, 2 letters).
    ///
    /// # Errors
    /// [`ContactError::NotAPhone`] where it is not a valid number there.
    pub fn parse(text: &str, country: &str) -> Result<Self, ContactError> {
        let refuse = || ContactError::NotAPhone(text.trim().chars().take(40).collect());
        let country = country.parse::<phonenumber::country::Id>().ok();
        let number = phonenumber::parse(country, text.trim()).map_err(|_| refuse())?;
        if !phonenumber::is_valid(&number) {
            return Err(refuse());
        }
        Ok(Self(
            number.format().mode(phonenumber::Mode::E164).to_string(),
        ))
    }

    /// The number, `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_form() {
        for (text, normal) in [
            (" Anna@Example.COM ", "anna@example.com"),
            ("a.b+c@example.com", "a.b+c@example.com"),
            ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), normal);
        }
        for text in [
            "",
            "anna",
            "anna@",
            "@example.com",
            "a b@example.com",
            "anna@example",
            "a@b..c",
        ] {
            assert!(Email::parse(text).is_err(), "{text:?} is nobody's address");
        }
    }

    #[test]
    fn addresses_of_marketplaces_are_known() {
        for text in [
            "q4x@marketplace.amazon.de",
            "Q4X@Marketplace.Amazon.co.uk",
            "b7@members.ebay.com",
            "b7@members.ebay.co.uk",
            "77a@relay.walmart.com",
            "v2b@scs.tiktokw.us",
            "v2b@scn.tiktok.com",
            "k1@verkopen.bol.com",
        ] {
            assert!(Email::parse(text).unwrap().is_relay(), "{text}");
        }
        for text in [
            "anna@example.com",
            "anna@amazon.de",
            "anna@ebay.com",
            "anna@relayrunners.example",
            "relay@example.com",
            "anna@tiktok.com",
            // Someone hides their own address: they can still be written to.
            "x7@privaterelay.appleid.com",
            "anna@mymarketplace.example",
            "anna@notverkopen.bol.com",
        ] {
            assert!(!Email::parse(text).unwrap().is_relay(), "{text}");
        }
    }

    #[test]
    fn numbers_take_the_shops_country() {
        assert_eq!(
            Phone::parse("030 901820", "DE").unwrap().as_str(),
            "+4930901820"
        );
        assert_eq!(
            Phone::parse("+1 319-555-0134", "DE").unwrap().as_str(),
            "+13195550134"
        );
        assert!(Phone::parse("12", "DE").is_err());
    }

    #[test]
    fn debug_output_keeps_people_private() {
        assert_eq!(
            format!("{:?}", Email::parse("anna@example.com").unwrap()),
            "Email(…)"
        );
    }
}
