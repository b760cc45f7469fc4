//! Every use-case of Pannier as one plain function, and the views it takes and gives.
//!
//! The window and the command line are two thin faces of this crate.
#![deny(missing_docs)]

mod error;
pub mod views;

pub use error::{ApiError, Code, Result};
