//! Pictures of products.

use serde::Serialize;
use specta::Type;

/// How many products have their picture on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PictureState {
    /// Pictures that the product files name by an address on the web.
    pub named: u32,
    /// Those that are on this computer.
    pub here: u32,
    /// The sites that would be asked for the rest, by name.
    pub sites: Vec<String>,
}

/// What fetching pictures brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PicturesFetched {
    /// Pictures that came.
    pub fetched: u32,
    /// Pictures that could not be had, with why.
    pub failed: Vec<PictureFailed>,
    /// Pictures that were not asked for any more, since the site could not be reached or the
    /// merchant stopped it.
    pub left: u32,
}

/// A picture that could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PictureFailed {
    /// The product.
    pub product: String,
    /// Its picture’s address.
    pub address: String,
    /// Why.
    pub why: String,
}
