//! What a campaign's mail is for those who read it: from the document to each person's copy.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod checked;
mod filled;
mod hostile;
mod languages;
mod mails;
mod outgoing;
mod people;
mod types;
