//! The words of `accounts`, `send`, `outbox`, `suppress` and `inbox`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum AccountsCommand {
    /// Mail accounts with what they sent of late, and whom mail is from
    List,
    /// The settings that an address leads to
    Find {
        /// The address
        address: String,
    },
    /// Keep an account whose settings an address leads to; the password is read from
    /// `PANNIER_MAIL_SECRET`
    Add(AddAccount),
    /// Say whom mail is from: both stand in every mail
    Identity {
        /// The shop's name as readers see it
        #[arg(long)]
        name: String,
        /// Where the shop can be written to by post
        #[arg(long, value_name = "ADDRESS")]
        post: String,
        /// The shop's page on the web, where links lead that name no other
        #[arg(long, value_name = "URL", default_value = "")]
        page: String,
    },
    /// Send a message to yourself
    Test {
        /// The account's number
        id: u32,
        /// Where it goes, if not to the account's own address
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Log in to an account through the browser, for Google and Microsoft
    Connect {
        /// The account's number
        id: u32,
    },
    /// Write the page that takes a no by one click, for your own web site
    PageFile {
        /// What it is to run on
        #[arg(value_enum)]
        kind: PageOn,
        /// Where it is written
        file: PathBuf,
    },
    /// Let mail from an account lead to that page, once it answers
    Page {
        /// The account's number
        id: u32,
        /// The page's address; without one, no page is used any more
        url: Option<String>,
    },
    /// Look at what the domain of an account says of mail from it
    Domain {
        /// The account's number
        id: u32,
    },
    /// Take an account away
    Remove {
        /// The account's number
        id: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageOn {
    /// Ordinary web space
    Php,
    /// Cloudflare Workers
    Worker,
}

#[derive(Debug, Args)]
pub(crate) struct AddAccount {
    /// The address
    pub(crate) address: String,
    /// The server that takes mail, if not the one that was found
    #[arg(long)]
    pub(crate) host: Option<String>,
    /// Its port
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Log in through the browser, by the program of this client id; its secret, where it has one,
    /// is read from `PANNIER_MAIL_SECRET`. `accounts connect` follows
    #[arg(long, value_name = "CLIENT ID", conflicts_with = "plain")]
    pub(crate) oauth: Option<String>,
    /// Speak in clear to a server on this computer that wants no name
    #[arg(long)]
    pub(crate) plain: bool,
    /// Messages in 24 hours at most
    #[arg(long, value_name = "NUMBER")]
    pub(crate) per_day: Option<u32>,
    /// Connections at a time, 1 to 4
    #[arg(long, value_name = "NUMBER")]
    pub(crate) connections: Option<u8>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SendCommand {
    /// Settle who gets a message: it is not sent by that
    Plan(PlanMessage),
    /// Send it, as far as it can be sent now
    Start {
        /// Its number
        id: u32,
        /// Although its time passed long ago
        #[arg(long)]
        although_late: bool,
        /// Send nothing: write each message to this folder as a file
        #[arg(long, value_name = "DIR")]
        dry_run: Option<PathBuf>,
    },
    /// Where it stands; without a number, all messages
    Status {
        /// Its number
        id: Option<u32>,
    },
    /// Let it rest
    Pause {
        /// Its number
        id: u32,
    },
    /// End it: whoever still waits for it does not get it
    Stop {
        /// Its number
        id: u32,
    },
    /// Let those who failed be tried again, and nobody else
    Retry {
        /// Its number
        id: u32,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PlanMessage {
    /// What you call it
    #[arg(long)]
    pub(crate) name: String,
    /// Its subject, with names such as `{{ first_name or "friend" }}`
    #[arg(long)]
    pub(crate) subject: String,
    /// The file with its text
    #[arg(long, value_name = "FILE")]
    pub(crate) text: PathBuf,
    /// The saved segment, by its number; else everybody
    #[arg(long, value_name = "ID")]
    pub(crate) segment: Option<u32>,
    /// The account that it goes out from, by its number
    #[arg(long, value_name = "ID")]
    pub(crate) account: u32,
    /// Percent of those who may be written to who are held back
    #[arg(long, value_name = "PERCENT", default_value_t = 10)]
    pub(crate) holdout: u8,
    /// The shop's local time before which nothing is sent, such as 2026-06-30T09:00
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Nothing is sent from this time of the reader's day, such as 21:00
    #[arg(long, value_name = "TIME", requires = "quiet_until")]
    pub(crate) quiet_from: Option<String>,
    /// … until this one, such as 08:00
    #[arg(long, value_name = "TIME", requires = "quiet_from")]
    pub(crate) quiet_until: Option<String>,
    /// Say what would happen, and write nothing
    #[arg(long)]
    pub(crate) preview: bool,
}

#[derive(Debug, Args)]
pub(crate) struct OutboxArguments {
    /// The message's number
    pub(crate) id: u32,
    /// In this state alone
    #[arg(long, value_enum)]
    pub(crate) state: Option<RowState>,
    /// Write everyone to this CSV file
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RowState {
    /// Not for them
    Skipped,
    /// Held back by chance
    HeldOut,
    /// To be sent
    Ready,
    /// Taken over by the mail server
    Sent,
    /// Will not be sent
    Failed,
    /// May have been sent
    Uncertain,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SuppressCommand {
    /// Addresses that nothing is sent to, the newest first
    List {
        /// In which this stands
        #[arg(long, default_value = "")]
        search: String,
    },
    /// Put an address on the list
    Add {
        /// The address
        address: String,
    },
    /// Take an address off the list
    Remove {
        /// The address
        address: String,
    },
    /// Write the list to a CSV file
    Export {
        /// The file
        file: PathBuf,
    },
    /// Put the addresses of a CSV file on the list
    Import {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum InboxCommand {
    /// Read what came into the inbox of an account
    Poll {
        /// The account's number
        id: u32,
    },
    /// What came back last
    Events,
}
