//! The words every other crate speaks: money, time, identity, consent, progress and facts.
//!
//! Nothing here reads a file, a database or the clock of the machine. A value of one of these
//! types has been parsed once, at the edge, and cannot be wrong afterwards.
#![deny(missing_docs)]
#![deny(clippy::float_arithmetic)]

mod consent;
mod contact;
mod country;
mod currency;
mod customer_facts;
mod facts;
mod ids;
mod message;
mod messenger;
mod money;
mod people_facts;
mod plain;
mod points_facts;
mod progress;
pub mod segment;
mod time;
mod tokens;

pub use consent::{Channel, ConsentEvent, ConsentSource, ConsentState, effective_consent};
pub use contact::{ContactError, Email, Phone};
pub use country::{Countries, country_name};
pub use currency::{Currency, CurrencyError};
pub use customer_facts::CustomerFacts;
pub use facts::{
    DaySum, Facts, FactsBuilder, Labels, LineFact, Lines, NO_CUSTOMER, OrderFact, OrderFlags,
    OrderWords, ProductFact, Products, ProductsBuilder, Sparse,
};
pub use ids::{CustomerId, ImportId, OrderId, SourceId};
pub use message::{
    ExtraHeader, FeedbackId, HeaderText, HttpsUrl, Identifier, InlinePicture, ListId, Mailbox,
    Message, MessageError, MessageId, PictureKind, Unsubscribe,
};
pub use messenger::{Class, EnhancedCode, Messenger, Receipt, SendError, Stage, Stopped};
pub use money::{
    Money, MoneyError, NumberStyle, UnitPrice, div_half_even, largest_remainder, share,
};
pub use people_facts::{
    CartFact, Contacts, DeedFact, PeopleBuilder, PeopleFacts, PersonFact, Reach, Rows, Thing,
};
pub use plain::plain_words;
pub use points_facts::PointsFacts;
pub use progress::{Cancel, Cancelled, Phase, Progress, Reporter};
pub use time::{Clock, Day, FixedClock, Period, ShopZone, SystemClock, TimeError, Timestamp};
pub use tokens::{ShopKey, UnsubscribeToken, message_word};
