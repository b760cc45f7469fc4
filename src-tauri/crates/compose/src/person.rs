//! What a mail is filled with: the shop, and what one person has.

use std::collections::BTreeMap;

use pannier_core::{Day, HttpsUrl, Money, ShopZone, Timestamp};

use crate::{Language, ProductSource};

/// The shop that writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Brand {
    /// Its name.
    pub name: String,
    /// Its postal address, in lines.
    pub postal_address: String,
    /// Its page.
    pub url: Option<HttpsUrl>,
    /// The key of a local picture with its logo.
    pub logo: Option<String>,
    /// The zone in which ends of offers are written.
    pub zone: ShopZone,
}

/// What one person's copy is filled with. Texts come as they are in the shop file: nothing in them
/// can become markup or a program.
#[derive(Debug, Clone, Default)]
pub struct PersonValues {
    /// Their language, where it is known.
    pub language: Option<Language>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// Their whole name; may be empty.
    pub name: String,
    /// Products by where they come from, best first. Sources that [`crate::Needs`] does not name
    /// are not looked at.
    pub products: BTreeMap<ProductSource, Vec<Product>>,
    /// The offer, with this person's code.
    pub offer: Option<Offer>,
    /// Their points; nothing without an account.
    pub points: Option<PointsValues>,
    /// From which amount on shipping is free, and how far they are.
    pub free_shipping: Option<FreeShippingProgress>,
    /// The page on which the cart that they left can be bought.
    pub cart_url: Option<HttpsUrl>,
    /// How they say no.
    pub unsubscribe: Unsubscribe,
}

/// How someone says no, in the body of the mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unsubscribe {
    /// Not known, as in a preview: the link is shown and leads nowhere.
    #[default]
    Preview,
    /// A page.
    Page(HttpsUrl),
    /// A mail to this address with this subject.
    Mail {
        /// The address.
        address: String,
        /// The subject.
        subject: String,
    },
}

/// A product, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// What whoever brings pictures knows it by; shown nowhere.
    pub key: String,
    /// Its name.
    pub title: String,
    /// What it costs.
    pub price: Option<Money>,
    /// What it cost before, where it costs less now.
    pub former_price: Option<Money>,
    /// Its page; without one, the shop's.
    pub url: Option<HttpsUrl>,
    /// It has a picture, which [`crate::PictureSource::Product`] with its key asks for.
    pub has_picture: bool,
    /// Why it is shown, in the person's language; may be empty.
    pub reason: String,
}

/// An offer as one person has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What it gives.
    pub terms: Terms,
    /// From which amount of an order on.
    pub minimum: Option<Money>,
    /// Their code; nothing where none is needed.
    pub code: Option<String>,
    /// When it ends, for everyone.
    pub ends_at: Option<Timestamp>,
}

/// What an offer gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Terms {
    /// A part off, in hundredths of a percent: 1500 is 15 %.
    Percent(u32),
    /// An amount off.
    Amount(Money),
    /// Free shipping.
    FreeShipping,
    /// Something besides.
    Gift(String),
    /// A gift card, with what is said to this person.
    GiftCard {
        /// What it is worth.
        amount: Money,
        /// A message; may be empty.
        message: String,
    },
}

/// Someone's points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PointsValues {
    /// To spend now.
    pub balance: i64,
    /// To spend later.
    pub pending: i64,
    /// Their tier; may be empty.
    pub tier: String,
    /// How many are missing for the next reward, and what it gives.
    pub next_reward: Option<(i64, String)>,
    /// How many expire next, and the last day to spend them.
    pub expiring: Option<(i64, Day)>,
    /// The code of the unused reward that ends first, and what it gives.
    pub reward: Option<(String, String)>,
}

/// How far someone is from free shipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeShippingProgress {
    /// From here on.
    pub from: Money,
    /// What is in their cart, in the same currency; nothing without a cart.
    pub cart: Option<Money>,
}
