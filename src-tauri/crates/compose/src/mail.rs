//! One person's copy, and what has to be brought for it.

use std::collections::BTreeMap;

use crate::ProductSource;

/// One person's copy of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// What stands beside the subject in a list of mails; one line.
    pub preview: String,
    /// With form. Pictures stand in it as `cid:` and their [`PictureRef::id`].
    pub html: String,
    /// Without form.
    pub text: String,
    /// The pictures that the HTML shows, each once.
    pub pictures: Vec<PictureRef>,
}

/// A picture that a mail shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRef {
    /// What the HTML knows it by, after `cid:`; letters, digits and dots.
    pub id: String,
    /// Which picture.
    pub source: PictureSource,
    /// As wide as it is shown at most, in pixels; twice as many look good everywhere.
    pub width: u16,
    /// It is shown as a square: products stand evenly only if their pictures are cut or padded to one.
    pub square: bool,
}

/// Which picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureSource {
    /// A local picture, by its key.
    Local(String),
    /// That of a product, by the product's key.
    Product(String),
}

/// What has to be brought for each person.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, asked or not"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Products, with how many of each at most.
    pub products: BTreeMap<ProductSource, u8>,
    /// The offer.
    pub offer: bool,
    /// Their code: without one their copy cannot be made.
    pub code: bool,
    /// The end of the offer: without one their copy cannot be made.
    pub deadline: bool,
    /// Their points.
    pub points: bool,
    /// From which amount on shipping is free, and their cart.
    pub free_shipping: bool,
    /// The page of the cart that they left.
    pub cart: bool,
}

/// Why someone's copy cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// They do not have what a name stands for.
    #[error(
        "Not everyone has {name}. Say what stands there otherwise, such as {{{{{name} or \"…\"}}}}"
    )]
    Missing {
        /// The name.
        name: String,
    },
    /// There is no code left for them.
    #[error("There is no code for them")]
    NoCode,
    /// The mail speaks of the end of an offer that has none.
    #[error("The offer has no end, and the mail names it")]
    NoDeadline,
    /// Nothing is left of the subject.
    #[error("Nothing stands in the subject for someone. Say what stands there otherwise")]
    EmptySubject,
    /// It takes too long to work out.
    #[error("The mail takes too long to work out")]
    TooLong,
    /// Another fault of the template.
    #[error("The mail cannot be made: {0}")]
    Fault(String),
}
