//! Customers who may be one person, and what the merchant said of them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which pairs of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DuplicateList {
    /// Those who may be one person.
    #[default]
    Likely,
    /// Those whom the merchant joined.
    Joined,
    /// Those who are two people by the merchant's word.
    Apart,
}

/// Which part of which list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicatesInput {
    /// The list.
    pub list: DuplicateList,
    /// Position of the first pair wanted.
    pub offset: u32,
    /// Pairs wanted, at most 200.
    pub limit: u32,
}

/// Why two customers may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DuplicateReason {
    /// The same phone number.
    Phone,
    /// Addresses of one mailbox: they differ by what follows a `+`, or by dots that do not count.
    Mailbox,
    /// Addresses at one provider that differ by dots.
    Dots,
    /// Addresses at one provider a slip of the finger apart, and the same name.
    AddressSlip,
    /// Addresses with a provider's name misspelt in one, and the same name.
    ProviderSlip,
    /// The same name at the same address.
    NameAndStreet,
    /// The same name and postcode.
    NameAndZip,
    /// The same name, beside another reason.
    Name,
    /// The same address and last name under another first name.
    Household,
}

/// How likely it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Likelihood {
    /// Several good reasons, or one that hardly has another explanation.
    High,
    /// A good reason.
    Fair,
    /// More likely two people: a household, a shared number.
    Low,
}

/// A customer as far as it takes to recognise them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerGlance {
    /// What joining and parting find them by: their e-mail, else their number, else
    /// `platform:id`.
    pub handle: String,
    /// Name, or empty.
    pub name: String,
    /// E-mail, or empty.
    pub email: String,
    /// Phone as the files have it, or empty.
    pub phone: String,
    /// Street, or empty.
    pub street: String,
    /// Postcode, town and country, as far as they are known.
    pub place: String,
    /// Their ids: `shopify:7001`.
    pub ids: Vec<String>,
    /// Their orders.
    pub orders: u32,
    /// The shop's day of their newest order.
    pub newest_order: Option<String>,
    /// They said no to e-mail.
    pub said_no: bool,
}

/// Two customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicatePair {
    /// One.
    pub a: CustomerGlance,
    /// The other.
    pub b: CustomerGlance,
    /// Why they may be one person, strongest first; empty where the merchant decided.
    pub reasons: Vec<DuplicateReason>,
    /// How likely it is; nothing where the merchant decided.
    pub likelihood: Option<Likelihood>,
    /// From 1 to 99, for sorting; nothing where the merchant decided.
    pub score: Option<u8>,
    /// When the merchant decided (UTC, milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub said_at: Option<i64>,
}

/// A part of a list of pairs, and how long each list is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicatesPage {
    /// Pairs who may be one person.
    pub likely: u32,
    /// Pairs who were joined.
    pub joined: u32,
    /// Pairs who are two people.
    pub apart: u32,
    /// The pairs.
    pub rows: Vec<DuplicatePair>,
}

/// Two customers by e-mail, by number or by an id on a platform (`7001`, `shopify:7001`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PairInput {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
}

/// Two customers who are two people, or of whom that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DismissInput {
    /// Who.
    pub pair: PairInput,
    /// They are two people; else that is taken back.
    pub apart: bool,
}

/// Two customers after a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PairDecision {
    /// One.
    pub a: CustomerGlance,
    /// The other.
    pub b: CustomerGlance,
    /// It was not so before.
    pub changed: bool,
}
