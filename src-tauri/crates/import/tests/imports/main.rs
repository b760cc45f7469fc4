//! Whole imports on real shop files: what a merchant would see of each.

mod shared;
#[path = "../../../../../tests/support/shared_data.rs"]
mod shared_data;
mod support;
