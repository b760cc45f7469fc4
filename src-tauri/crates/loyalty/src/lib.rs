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
mod columns;
mod decide;
mod error;
mod expiry;
mod grants;
mod lots;
mod member;
mod money;
mod one_order;
mod pausing;
mod post;
mod programme;
mod rewarded;
mod settle;
mod standing;
mod starts;
mod tiers;
mod timeline;
mod tried;
mod variables;

pub use balance::{Balance, Line, balance, holder_of, lines, rebuild};
pub use codes::{is_like_ours, plain_code, shared_code};
pub use columns::points_facts;
pub use decide::{
    GivenToMany, Issued, adjust, give_reward, give_to_many, open_balance, redeem, referral_code,
    set_programme, tell_of_expiry, unredeem,
};
pub use error::{Error, Result};
pub use grants::{BIRTHDAY, ENTRY, FRIEND};
pub use member::{Member, NextReward, OpenReward, member};
pub use money::{BreakEven, CostBasis, Millionths, RewardCost, break_even, reward_cost};
pub use one_order::{one_order, usual_order};
pub use pausing::set_paused;
pub use post::{Posted, gives_for_birthdays, post};
pub use programme::{
    Caps, Earning, Exclusions, Expiry, Factor, FactorWhen, Gives, MOST_PARTS, MOST_POINTS, Pick,
    Programme, ProgrammeError, Reward, Rounding, Rule, Terms, Tier, TierMeasure, TierPlan,
    TierWindow,
};
pub use starts::{StartPlan, set_start, stop_start};
pub use tried::{Near, PastOrders, Tried, TriedMonth, try_on_orders};
pub use variables::{VARIABLES, message_variables};
