//! A customer as far as it takes to tell whether two of them are one person.

use crate::{CustomerId, Day};

/// What is known of a customer. Texts are as the files say them, empty where they say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFacts {
    /// Its row.
    pub id: CustomerId,
    /// The person they are: another row where the merchant joined them.
    pub person: CustomerId,
    /// Normalised.
    pub email: Option<String>,
    /// The customers file's, else that of their newest order; a number as someone wrote it.
    pub phone: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Street and house number.
    pub street: String,
    /// Postcode: the customers file's, else that of their newest order.
    pub zip: String,
    /// Town, from where the postcode is.
    pub city: String,
    /// Country (ISO 3166), from where the postcode is; empty where that says none.
    pub country: String,
    /// Orders, also cancelled ones.
    pub orders: u32,
    /// The shop's day of their newest order.
    pub newest_day: Option<Day>,
}
