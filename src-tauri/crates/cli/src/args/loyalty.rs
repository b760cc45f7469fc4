//! The words of `loyalty`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Named;

#[derive(Debug, Subcommand)]
pub(crate) enum LoyaltyCommand {
    /// Show the programme, set it, or try one on past orders
    Programme {
        #[command(subcommand)]
        programme: ProgrammeCommand,
    },
    /// Bring points in line with orders and the clock: imports do so by themselves
    Post,
    /// What a customer has, and when it goes
    Balance {
        #[command(flatten)]
        customer: Named,
    },
    /// The lines of a customer's points, the oldest first
    Ledger {
        #[command(flatten)]
        customer: Named,
    },
    /// Spend a customer's points on a reward; prints its code
    Redeem {
        #[command(flatten)]
        customer: Named,
        /// The number of the reward
        #[arg(long, default_value_t = 1, value_name = "N")]
        reward: u32,
    },
    /// Codes of rewards: what was given out, what orders did with them, files for the shop
    Codes {
        #[command(subcommand)]
        codes: CodesCommand,
    },
    /// Give everybody in a saved segment a reward, without points
    Give {
        /// The number of the segment
        #[arg(value_name = "SEGMENT")]
        segment: u32,
        /// A frozen list of it, by its number
        #[arg(long, value_name = "N")]
        list: Option<u32>,
        /// The number of the reward
        #[arg(long, default_value_t = 1, value_name = "N")]
        reward: u32,
    },
    /// What points and rewards that are not used yet likely cost, by month of expiry
    Liability {
        /// A file to write it to, .csv or .xlsx
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        assumed: Assumed,
    },
    /// What the programme brings, as far as that can be told
    Effect,
    /// A start by chance: some customers get the programme later, so that it can be told what it
    /// brings
    Start {
        #[command(subcommand)]
        start: StartCommand,
    },
    /// Note that members were told that their points will expire: none do before
    Told,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CodesCommand {
    /// Codes that were given out, and those that orders should not carry, or not so
    Show,
    /// Write codes that can be used to a file for the shop; each is written once
    Export {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What reads it
        #[arg(long = "for", value_enum, default_value_t = CodesFor::Csv, value_name = "PROGRAM")]
        program: CodesFor,
        /// Only those of a reward, by its number
        #[arg(long, value_name = "N")]
        reward: Option<u32>,
        /// Also those that were written before
        #[arg(long)]
        again: bool,
        /// For WooCommerce: each can only be used with the address of whose it is
        #[arg(long)]
        only_theirs: bool,
        /// For Shopware: the id of the promotion
        #[arg(long, value_name = "ID")]
        promotion: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum StartCommand {
    /// Say how small an effect it would show; nothing is written
    Try(Plan),
    /// Draw and freeze who gets the programme later; nothing of it can be changed
    Set(Plan),
    /// Let everybody have the programme from now on
    Stop,
}

/// How a start by chance is set.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Plan {
    /// Of the customers of the last year, those who get it later, in per cent
    #[arg(long, default_value_t = 50.0, value_name = "PERCENT")]
    pub(crate) later: f64,
    /// Days until they get it too
    #[arg(long, default_value_t = 90, value_name = "DAYS")]
    pub(crate) days: u32,
    /// The smallest rise in orders a customer that is worth having, in per cent
    #[arg(long, default_value_t = 10.0, value_name = "PERCENT")]
    pub(crate) smallest: f64,
}

/// What reads a file of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodesFor {
    /// The extension Smart Coupons
    Woocommerce,
    /// The individual codes of a promotion
    Shopware,
    /// A list to paste into an app, and codes that all of a month share
    Shopify,
    /// A table with whose they are
    Csv,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProgrammeCommand {
    /// Show what holds now and what comes later
    Show,
    /// Set the programme from a day on, or from now on
    Set {
        #[command(flatten)]
        which: Which,
        /// The first day; only the first programme may begin in the past
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
    },
    /// Say what a programme would have given on past orders; nothing is written
    Try {
        #[command(flatten)]
        which: Which,
        /// The first day of the orders; a year ago where none is given
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Another threshold to hold beside it, such as 80.00; three near it where none is given
        #[arg(long, value_name = "AMOUNT")]
        beside: Vec<String>,
        #[command(flatten)]
        assumed: Assumed,
    },
}

/// What the cost of points leans on, in per cent.
#[derive(Debug, Args)]
pub(crate) struct Assumed {
    /// Of points, the part that is spent on rewards, in per cent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) redeemed: Option<f64>,
    /// Of rewards, the part that is never used, in per cent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) breakage: Option<f64>,
    /// What is left of goods after tax and cost, in per cent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) margin: Option<f64>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Which {
    /// A file with the programme, as `programme show --json` prints it
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The programme to begin with: 10 points for each order of 100 or more, 100 points for 25 %
    /// off or a freebie
    #[arg(long)]
    pub(crate) suggested: bool,
}
