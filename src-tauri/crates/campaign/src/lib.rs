//! Messages to the people of a segment: who gets one, that each gets it once whatever breaks, and
//! what is made of what comes back.
//!
//! Knows the shop file and [`pannier_core::Messenger`] alone. That a message may have left is
//! committed, in the shop file and in a journal beside it, before its first byte does.
#![deny(missing_docs)]

mod codes;
mod compose;
mod error;
mod inbox;
mod journal;
mod outcome;
mod pace;
mod parts;
mod plan;
mod render;
mod run;
mod uncertain;
mod words;
mod zones;

pub use codes::{code_list, made_code};
pub use compose::{
    Composer, Footer, Letter, LetterTo, Reader, Standing, UNSUBSCRIBE_LIST, Variables, VariablesOf,
};
pub use error::{Error, Lack, Result};
pub use inbox::{Arrived, ArrivedKind, Judged, judge, said_no_by_token};
pub use journal::{Journal, journal_path};
pub use pace::{DayAllowance, day_allowance};
pub use parts::Drawing;
pub use plan::{Checked, check, plan, plan_campaign};
pub use render::{PERSON_VARIABLES, Rendered, Template, TemplateError};
pub use run::{Ended, RunInput, Running, run};
pub use uncertain::{decide, retry};
pub use zones::{Zones, quiet_until};
