//! The loyalty programme: rules in sentences, and a ledger of points that follows from orders,
//! from decisions and from the clock.
//!
//! What the rows of the ledger should be is a pure function of the orders as they
//! are, the programmes as they were, what the merchant decided, and the present moment. Posting
//! compares that with the rows that are there and adds what is missing: nothing is ever edited.
//! So the order in which facts arrive does not matter, and posting twice is posting once.
#![deny(missing_docs)]
#![deny(clippy::float_arithmetic)]

mod balance;
mod codes;
mod decide;
mod error;
mod expiry;
mod grants;
mod lots;
mod post;
mod programme;
mod rewarded;
mod settle;
mod standing;
mod timeline;
mod tried;

pub use balance::{Balance, Line, balance, holder_of, lines, rebuild};
pub use codes::plain_code;
pub use decide::{
    Issued, adjust, give_reward, open_balance, redeem, referral_code, set_programme,
    tell_of_expiry, unredeem,
};
pub use error::{Error, Result};
pub use post::{Posted, post};
pub use programme::{
    Caps, Earning, Exclusions, Expiry, Factor, FactorWhen, Gives, MOST_PARTS, MOST_POINTS, Pick,
    Programme, ProgrammeError, Reward, Rounding, Rule, Terms, Tier, TierMeasure, TierPlan,
    TierWindow,
};
pub use tried::{Near, Tried, TriedMonth, try_on_orders};
