//! Currencies by their ISO 4217 code, with the number of decimals each one has.

use std::{fmt, str::FromStr};

use iso_currency::{Currency as Iso, IntoEnumIterator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency that money can be held in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(Iso);

/// A word that is not the code of a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a currency. Use a three-letter code such as EUR or USD")]
pub struct CurrencyError(pub String);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(Iso::EUR);
    /// The United States dollar.
    pub const USD: Self = Self(Iso::USD);

    /// Every currency that money can be held in, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let mut all: Vec<Self> = Iso::iter()
            .filter(|iso| iso.exponent().is_some() && *iso != Iso::XXX)
            .map(Self)
            .collect();
        all.sort_by_key(|currency| currency.code());
        all.into_iter()
    }

    /// The number of decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(2))
    }

    /// The three-letter code, in capitals.
    pub fn code(self) -> &'static str {
        self.0.code()
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    /// Reads a code in any case, with blanks around it.
    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let code = text.trim().to_ascii_uppercase();
        match Iso::from_code(&code) {
            // Metals, funds and test codes have no minor unit: nobody sells a lamp in XAU.
            Some(iso) if iso.exponent().is_some() => Ok(Self(iso)),
            _ => Err(CurrencyError(text.trim().chars().take(40).collect())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_iso_4217() {
        for (code, exponent) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("usd", 2), (" gbp ", 2)] {
            assert_eq!(
                code.parse::<Currency>().unwrap().exponent(),
                exponent,
                "{code}"
            );
        }
    }

    #[test]
    fn what_is_no_currency_is_refused() {
        for code in ["", "EURO", "€", "XAU", "XXX", "ZZZ"] {
            assert!(
                code.parse::<Currency>().is_err(),
                "{code} must not pass as a currency"
            );
        }
    }
}
