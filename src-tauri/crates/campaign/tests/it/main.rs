//! Messages from their plan to what came back, over messengers that do as they are told.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod histories;
mod killed;
mod pace;
mod place;
mod planned;
mod restored;
mod returned;
mod sent;
mod sink;
mod stub;
