//! Reports as files: written, read back by the readers of others, and held against what was said.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a panic is the message"
)]

mod charts;
mod csv;
mod edges;
mod html;
mod pdf;
mod sample;
mod xlsx;
