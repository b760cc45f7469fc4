//! The words of `campaign`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::CodesFor;

#[derive(Debug, Subcommand)]
pub(crate) enum CampaignCommand {
    /// Begin a campaign as a draft, ready to be sent or changed
    Create(Box<CreateArguments>),
    /// Say what keeps it from being sent
    Check {
        /// Its number
        id: u32,
    },
    /// Show the mail as somebody would get it
    Preview {
        /// Its number
        id: u32,
        /// Whose copy; without it, the first of those who would get it
        #[arg(long = "as", value_name = "EMAIL")]
        whose: Option<String>,
        /// The other mail of a test
        #[arg(long)]
        other: bool,
        /// Write the page with its pictures to this file
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Send the very mail to yourself
    Test {
        /// Its number
        id: u32,
        /// Where it goes, if not to the account's own address
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Settle who gets it and what is in each mail: nothing is sent by that
    Plan {
        /// Its number
        id: u32,
    },
    /// Write its codes to a file for the shop
    Codes {
        /// Its number
        id: u32,
        /// The file
        file: PathBuf,
        /// What the file is for
        #[arg(long, value_enum, default_value = "woocommerce")]
        target: CodesFor,
        /// For Shopware: the id of the promotion
        #[arg(long, value_name = "ID")]
        promotion: Option<String>,
    },
    /// Send it, as far as it can be sent now; a draft is settled first
    Send {
        /// Its number
        id: u32,
        /// Although its time passed long ago
        #[arg(long)]
        although_late: bool,
        /// Its codes are in the shop already
        #[arg(long)]
        codes_are_in_shop: bool,
        /// Send nothing: write each mail to this folder as a file
        #[arg(long, value_name = "DIR")]
        dry_run: Option<PathBuf>,
    },
    /// Where it stands; without a number, all campaigns
    Status {
        /// Its number
        id: Option<u32>,
    },
    /// Whether it did anything
    Result {
        /// Its number
        id: u32,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// What it is for; without it, an empty mail
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    /// What you call it
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// en, de, fr, es, it or nl; else that of the shop's country
    #[arg(long)]
    pub(crate) language: Option<String>,
    /// For the people of this saved segment, by its number
    #[arg(long, value_name = "ID")]
    pub(crate) segment: Vec<u32>,
    /// For those who fulfil these rules
    #[arg(long)]
    pub(crate) rules: Option<String>,
    /// Without the people of this saved segment
    #[arg(long, value_name = "ID")]
    pub(crate) minus: Vec<u32>,
    /// Whoever got another mail within so many days waits
    #[arg(long, value_name = "DAYS")]
    pub(crate) cap: Option<u16>,
    /// Its subject
    #[arg(long)]
    pub(crate) subject: Option<String>,
    /// The shop's local time at which the offer ends, such as 2026-07-12T23:59; "never" for none
    #[arg(long, value_name = "TIME")]
    pub(crate) ends: Option<String>,
    /// One code for everybody
    #[arg(long, conflicts_with_all = ["codes", "make_codes"])]
    pub(crate) code: Option<String>,
    /// A file with codes of the shop, one for each
    #[arg(long, value_name = "FILE", conflicts_with = "make_codes")]
    pub(crate) codes: Option<PathBuf>,
    /// Make a code for each
    #[arg(long)]
    pub(crate) make_codes: bool,
    /// The account that it goes out from, by its number
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<u32>,
    /// Percent of those who may be written to who are held back
    #[arg(long, value_name = "PERCENT")]
    pub(crate) holdout: Option<u8>,
    /// The shop's local time before which nothing is sent
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Mails leave at any time of the reader's day
    #[arg(long)]
    pub(crate) day_and_night: bool,
    /// All of it as JSON, as `campaign status` writes it under `content`; what is said beside holds over it
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// A reward for the people of a segment
    Reward,
    /// A short offer on what people noted on their wishlist
    FlashOffer,
    /// Free shipping from an amount on
    FreeShipping,
    /// To those who have gone quiet
    WinBack,
    /// New products like what someone bought
    NewLikeBought,
    /// Thanks to those who spend most
    ThankYou,
    /// What someone's points are worth
    PointsStatement,
    /// A cart that was left
    CartLeft,
    /// A gift card with a personal message
    GiftCard,
}
