//! How a mail looks: its colours and letters.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use specta::Type;

/// A colour, written `#2f5d50`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// A word that is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a colour. Write it as #2f5d50")]
pub struct NotAColour(pub String);

impl Colour {
    /// From a number such as `0x2f5d50`.
    pub const fn hex(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self {
            rgb: [red, green, blue],
        }
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.trim().strip_prefix('#').filter(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(Self::hex)
            .ok_or_else(|| NotAColour(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl fmt::Debug for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a colour of a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ColourRole {
    /// Buttons, links and the shop's name.
    Accent,
    /// Letters.
    Ink,
    /// Behind the letters.
    Card,
    /// Around the card.
    Page,
    /// Panels on the card: codes, points, places of pictures.
    Panel,
}

/// How a mail looks. Its colours in the dark follow from these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// Buttons, links and the shop's name.
    pub accent: Colour,
    /// Letters.
    pub ink: Colour,
    /// Behind the letters.
    pub card: Colour,
    /// Around the card; the same as the card where there is no card to see.
    pub page: Colour,
    /// Panels on the card: codes, points, places of pictures.
    pub panel: Colour,
    /// Headings and the shop's name.
    pub headings: Typeface,
    /// Everything else.
    pub letters: Typeface,
    /// Buttons, panels and pictures.
    pub corners: Corners,
}

/// Letters that mail programs have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Typeface {
    /// The system's own, plain.
    Sans,
    /// Georgia and its like.
    Serif,
    /// Helvetica, Arial.
    Grotesque,
    /// Trebuchet and its like, friendlier.
    Humanist,
    /// Every letter as wide as the other.
    Typewriter,
}

/// How round things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Corners {
    /// Not at all.
    Square,
    /// A little.
    Soft,
    /// Buttons are pills.
    Round,
}
