//! The words of `customer`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum CustomerCommand {
    /// Write a note on a customer
    Note {
        #[command(flatten)]
        customer: Named,
        /// What to write
        text: String,
    },
    /// List the notes on a customer, newest first
    Notes {
        #[command(flatten)]
        customer: Named,
    },
    /// Give a customer a tag of your own, which no file changes
    Tag {
        #[command(flatten)]
        customer: Named,
        /// The tag
        tag: String,
        /// Take it from them instead
        #[arg(long)]
        remove: bool,
    },
    /// Write all that is held of a customer, as a page and as JSON
    Export {
        #[command(flatten)]
        customer: Named,
        /// The folder that both files go to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Erase a customer for good: their orders stay as orders of nobody
    Erase {
        #[command(flatten)]
        customer: Named,
        /// Do it: without this, it is only said what would happen
        #[arg(long)]
        yes: bool,
    },
    /// Write what a customer said about messages, and when, as a page to print
    Consent {
        #[command(flatten)]
        customer: Named,
        /// Where it is written. A file of that name is replaced
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// E-mail, phone number or id
    #[arg(value_name = "CUSTOMER")]
    pub(crate) customer: String,
}
