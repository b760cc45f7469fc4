//! The commands of the window: each a short adapter around one use-case of `pannier_api`.
//!
//! None computes anything. All are async and do their work where waiting is allowed, since a
//! command that waits on the window's own thread freezes it.

pub(crate) mod app;
pub(crate) mod backups;
pub(crate) mod campaigns;
pub(crate) mod customers;
pub(crate) mod explore;
pub(crate) mod figures;
pub(crate) mod hand_over;
pub(crate) mod handout;
pub(crate) mod imports;
pub(crate) mod insights;
pub(crate) mod loyalty;
pub(crate) mod mail;
pub(crate) mod mappings;
pub(crate) mod notes;
pub(crate) mod orders;
pub(crate) mod pictures;
pub(crate) mod privacy;
pub(crate) mod products;
pub(crate) mod rewards;
pub(crate) mod segments;
pub(crate) mod sending;
pub(crate) mod shops;
pub(crate) mod suggestions;
