//! The languages that the fixed words of mails exist in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use specta::Type;

/// A language of mails.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Dutch.
    Nl,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::En, Self::De, Self::Fr, Self::Es, Self::It, Self::Nl];

    /// Its code (ISO 639-1).
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::It => "it",
            Self::Nl => "nl",
        }
    }

    /// Its name, in English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "German",
            Self::Fr => "French",
            Self::Es => "Spanish",
            Self::It => "Italian",
            Self::Nl => "Dutch",
        }
    }

    /// What a file says of a person's language: `de`, `de-AT`, `FR_fr`. Nothing for one that mails
    /// are not written in.
    pub fn of(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The language that most people of a country (ISO 3166-1, two letters) read; nothing where
    /// that is none of these, or cannot be said, as for Belgium and Switzerland.
    pub fn of_country(country: &str) -> Option<Self> {
        match country.to_ascii_uppercase().as_str() {
            "GB" | "IE" | "US" | "CA" | "AU" | "NZ" => Some(Self::En),
            "DE" | "AT" | "LI" => Some(Self::De),
            "FR" | "MC" => Some(Self::Fr),
            "ES" | "MX" | "AR" | "CL" | "CO" | "PE" | "UY" => Some(Self::Es),
            "IT" | "SM" => Some(Self::It),
            "NL" => Some(Self::Nl),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::of(text).ok_or_else(|| {
            format!("Mails cannot be written in “{text}”. Choose en, de, fr, es, it or nl")
        })
    }
}
