//! What can go wrong with points, in words for people.

use pannier_core::CustomerId;

use crate::ProgrammeError;

/// The result of an operation on the programme or the ledger.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The programme makes no sense.
    #[error(transparent)]
    Programme(#[from] ProgrammeError),
    /// There is no programme yet.
    #[error("There is no loyalty programme yet. Set one up first")]
    NoProgramme,
    /// A change that would rewrite what was promised.
    #[error("A change of the programme cannot begin in the past. Let it begin now or later")]
    BeginsInThePast,
    /// No such reward.
    #[error("The programme has no reward number {0}")]
    NoReward(u32),
    /// Not enough points.
    #[error("This takes {needed} points; there are {available} to spend")]
    NotEnough {
        /// What it takes.
        needed: i64,
        /// What can be spent now.
        available: i64,
    },
    /// Someone had it as often as its terms allow.
    #[error("This reward can be had {0} times a person, and was")]
    HadBefore(u32),
    /// It was given out as often as its terms allow.
    #[error("This reward can be given out {0} times in all, and was")]
    AllGone(u32),
    /// A reward that is bought cannot be given, nor the other way round.
    #[error("Reward {0} is given, not bought. Give it to whom it is for")]
    NotForPoints(u32),
    /// A code that was never given out.
    #[error("The code {0} was never given out")]
    NoCode(String),
    /// It was used, or taken back.
    #[error("The reward with the code {code} was {why} already. Nothing was changed")]
    NotOpen {
        /// Its code.
        code: String,
        /// “used” or “taken back”.
        why: &'static str,
    },
    /// No points, or more than can be counted.
    #[error("{0} points cannot be given or taken. Use a number from 1 to 9,007,199,254,740,992")]
    BadPoints(i64),
    /// No such customer.
    #[error("There is no customer number {}", .0.0)]
    NoCustomer(CustomerId),
    /// More than can be counted.
    #[error("Someone would have more points than can be counted. Nothing was changed")]
    TooManyPoints,
    /// Whoever has points cannot get them later.
    #[error(
        "The programme has begun, or a start in two groups was set before. It can be set once, for a programme that begins on a later day"
    )]
    StartedAlready,
    /// Nothing to stop.
    #[error("Nobody waits for the programme")]
    NoStart,
    /// What the shop file says.
    #[error(transparent)]
    Store(#[from] pannier_store::Error),
}
