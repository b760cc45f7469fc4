//! What goes with what, and what someone may like next.
//!
//! Pure functions over a shop's own orders: no file, no database, no clock, and nothing of the
//! people but what they bought and looked at. A [`Catalogue`] and a [`History`] are columns of
//! numbers that a store fills once; [`Recommender::build`] chooses the models for the shop by what
//! would have foretold its own past weeks best, proves the choice on the last four ([`Proof`]), and
//! learns from all. Every [`Suggestion`] carries its [`Reason`] in counts that can be counted up,
//! and where there are too few orders the answer is [`TooFew`] rather than noise.
//!
//! What is learnt is given [`Baskets`] up to a day and cannot reach further. The same history gives
//! the same suggestions, on however many threads. Amounts are minor units of the shop's currency;
//! floats hold weights and statistics alone.
#![deny(missing_docs)]

mod behaviour;
mod better;
mod bundles;
mod cases;
mod catalogue;
mod choose;
mod content;
mod desk;
mod evidence;
mod goes_with;
mod gram;
mod history;
mod items;
mod links;
mod lists;
mod measure;
mod model;
mod num;
mod parts;
mod people;
mod personal;
mod popular;
mod prices;
mod prove;
mod reason;
mod recommender;
mod ridge;
mod rules;
mod settings;
mod similar;
mod work;

pub use behaviour::{Behaviour, Deed, DeedKind};
pub use bundles::Bundle;
pub use cases::Task;
pub use catalogue::{Catalogue, Product};
pub use choose::{Choice, Reached, choose};
pub use evidence::Together;
pub use goes_with::WhyNothing;
pub use history::{BasketLine, Baskets, History, HistoryBuilder};
pub use measure::Estimate;
pub use model::{Ask, Model};
pub use people::Rebuy;
pub use prove::{Proof, Quality, TaskProof, Verdict, prove};
pub use reason::{Alike, Reason};
pub use recommender::{Recommender, Suggestion, TooFew};
pub use rules::{Rule, Rules, Then, Which};
pub use settings::{Again, Blend, Fit, Popular, Settings};
pub use work::Work;
