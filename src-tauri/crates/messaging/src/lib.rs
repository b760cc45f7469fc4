//! What Pannier asks of the web over HTTP: product pictures, fetched once when the merchant says
//! so, checked and made small.
#![deny(missing_docs)]

mod fetch;
mod fit;
mod shrink;

pub use fetch::{FetchError, PictureFetcher};
pub use fit::fit;
pub use shrink::{PictureError, SmallPicture, shrink, shrink_to};
