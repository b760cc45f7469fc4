//! The words of the command line.

mod campaign;
mod customer;
mod explore;
mod loyalty;
mod recommend;
mod segment;
mod sending;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use campaign::{CampaignCommand, CreateArguments, Kind};
pub(crate) use customer::{CustomerCommand, Named};
pub(crate) use explore::{Compared, ExploreArguments, Part, Rows, Sort, Step, Told};
pub(crate) use loyalty::{
    Assumed, CodesCommand, CodesFor, LoyaltyCommand, Plan, ProgrammeCommand, StartCommand, Which,
};
pub(crate) use recommend::{RecommendCommand, RulesCommand, ShopSystem};
pub(crate) use segment::{ExportTo, SegmentArguments, SegmentCommand};
pub(crate) use sending::{
    AccountsCommand, AddAccount, InboxCommand, OutboxArguments, PageOn, PlanMessage, RowState,
    SendCommand, SuppressCommand,
};

/// Average order value from your shop's order exports. Only the messages that you send leave this computer.
#[derive(Debug, Parser)]
#[command(name = "pannier-cli", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// The shop file
    #[arg(long, global = true, env = "PANNIER_SHOP", value_name = "FILE")]
    pub(crate) shop: Option<PathBuf>,

    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new shop file
    New(New),
    /// Make a new shop file with the sample shop in it, its dates moved to end in these days
    SampleShop,
    /// Import the files that your shop exports
    Import(Import),
    /// Suggest what the columns of a file mean
    Mapping {
        #[command(subcommand)]
        mapping: MappingCommand,
    },
    /// List the mappings that were kept
    Mappings,
    /// List past imports, newest first
    Imports,
    /// Undo a whole import
    UndoImport {
        /// Its number, as `imports` lists it
        id: u32,
    },
    /// Work out figures
    Report {
        #[command(subcommand)]
        report: Report,
    },
    /// List orders
    Orders(Orders),
    /// List customers who may be one person, likeliest first
    Duplicates(Duplicates),
    /// Say that two customers are one person
    Join(Pair),
    /// Take it back that two customers are one person
    Part(Pair),
    /// Say that two customers are two people, so that they are not listed again
    KeepApart {
        #[command(flatten)]
        pair: Pair,
        /// Take that back
        #[arg(long)]
        undo: bool,
    },
    /// Notes and tags of one customer, their data, their consent, and erasing them
    Customer {
        #[command(subcommand)]
        customer: CustomerCommand,
    },
    /// Find customers by rules, or look after the saved segments
    Segment(SegmentArguments),
    /// The loyalty programme, points and rewards
    Loyalty {
        #[command(subcommand)]
        loyalty: LoyaltyCommand,
    },
    /// What goes with a product and what a customer may like, and how well it foretells
    Recommend {
        #[command(subcommand)]
        recommend: RecommendCommand,
    },
    /// Mail accounts
    Accounts {
        #[command(subcommand)]
        accounts: AccountsCommand,
    },
    /// Send a message to the people of a segment
    Send {
        #[command(subcommand)]
        send: SendCommand,
    },
    /// Everyone of a message, with what became of it
    Outbox(OutboxArguments),
    /// Campaigns: begun, checked, looked at, sent, measured
    Campaign {
        #[command(subcommand)]
        campaign: CampaignCommand,
    },
    /// Addresses that nothing is sent to
    Suppress {
        #[command(subcommand)]
        suppress: SuppressCommand,
    },
    /// What came back by mail
    Inbox {
        #[command(subcommand)]
        inbox: InboxCommand,
    },
    /// Check that the shop file is whole and its sums agree
    Doctor,
    /// Make a copy of the shop file
    Backup,
    /// List the copies of the shop file, newest first
    Backups,
    /// Put a copy in the place of the shop file, which is kept as a copy itself
    Restore {
        /// Its name, as `backups` lists it
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// Currency the shop counts in, such as EUR
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: String,
    /// Country of the shop, such as DE
    #[arg(long, value_name = "CODE")]
    pub(crate) country: String,
    /// Time zone of the shop, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: String,
    /// Name of the shop
    #[arg(long)]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files that your shop exports
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Say what would happen, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How the files write a date such as 03/04/2026
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) date_order: Option<DateOrder>,
    /// The decimal sign of the files' amounts
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(crate) decimal_sign: Option<DecimalSign>,
    /// Import the rest when more than 5 % of the rows cannot be understood or files are refused
    #[arg(long)]
    pub(crate) accept_rejects: bool,
    /// What the columns mean: a file that `mapping suggest` or the window wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// What payments of Stripe, PayPal or Square are in a shop without other orders
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) payments: Option<PaymentsAre>,
    /// What orders are to payments that count as orders already
    #[arg(long, value_enum, value_name = "WHICH")]
    pub(crate) sales: Option<SalesAre>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MappingCommand {
    /// Print what the columns of a file may mean, to be corrected and given to `import --mapping`
    Suggest {
        /// The file
        file: PathBuf,
        /// What it holds; without it, that is guessed as well
        #[arg(long, value_enum, value_name = "KIND")]
        kind: Option<FileKind>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FileKind {
    /// Orders, or the items of orders
    Orders,
    /// Customers, or a newsletter list
    Customers,
    /// Products, or their stock
    Products,
    /// Abandoned carts
    Checkouts,
    /// Payments and refunds
    Payments,
    /// What people looked at or put aside
    Behaviour,
    /// Points in another loyalty programme
    Balances,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DateOrder {
    /// The day first: 31/12/2026
    Dmy,
    /// The month first: 12/31/2026
    Mdy,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PaymentsAre {
    /// Sales of their own, which no other file says: each counts as an order
    Orders,
    /// Payments of orders that another file says: they are kept beside them
    Payments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SalesAre {
    /// The same sales: the payments count as orders no more
    Same,
    /// Other sales: both count
    Different,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DecimalSign {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Average order value: revenue ÷ orders
    Aov(Aov),
    /// Orders split by what tells them apart, and over time
    Explore(Box<ExploreArguments>),
    /// Why the average moved from one period to another, or why two groups of orders differ
    Why(Box<WhyArguments>),
    /// Who comes back, by how they began
    Cohorts(CohortsArguments),
    /// What another threshold for free shipping, points or a gift may change
    Thresholds(ThresholdsArguments),
    /// Products that are bought together
    Bundles,
    /// What could be done next, most money first
    Opportunities(FormulaArgument),
    /// All of it in one file to hand out
    Full(FullArguments),
}

#[derive(Debug, Args)]
pub(crate) struct Aov {
    /// First day, such as 2026-06-01
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// First day after the period, such as 2026-07-01
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Also by period
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(crate) by: Option<By>,
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
    /// The day that is today: later orders are left out
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FullArguments {
    /// First day, such as 2026-06-01
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// First day after the period, such as 2026-07-01
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// What the period is compared with
    #[arg(long, value_enum, default_value = "previous", value_name = "PERIOD")]
    pub(crate) compare: Compare,
    /// First day to compare with, where that is days of your choice
    #[arg(long, value_name = "DAY", required_if_eq("compare", "custom"))]
    pub(crate) compare_from: Option<String>,
    /// First day after that
    #[arg(long, value_name = "DAY", required_if_eq("compare", "custom"))]
    pub(crate) compare_until: Option<String>,
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
    /// What kind of file
    #[arg(long, value_enum, default_value = "pdf")]
    pub(crate) format: ReportFormat,
    /// How amounts and days are written, such as en-US; as in the shop's country where not named
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
    /// Where it is written. A file of that name is replaced. JSON is printed where it is not named
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Compare {
    /// The same number of days before, or the months before whole months
    Previous,
    /// The same days a year earlier
    Year,
    /// Days of your choice
    Custom,
    /// Nothing
    Nothing,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Pages to print and to send
    Pdf,
    /// One page for any browser
    Html,
    /// A workbook with a sheet for each table
    Xlsx,
    /// All tables as text, one under another
    Csv,
    /// All that stands in it, for other programs
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct FormulaArgument {
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArguments {
    /// First day, such as 2026-06-01
    #[arg(long, value_name = "DAY", required_unless_present = "group")]
    pub(crate) from: Option<String>,
    /// First day after the period, such as 2026-07-01
    #[arg(long, value_name = "DAY", required_unless_present = "group")]
    pub(crate) until: Option<String>,
    /// The orders that are explained, such as country=DE, instead of the period
    #[arg(long, value_name = "WHAT=VALUE", conflicts_with_all = ["before_from", "by"])]
    pub(crate) group: Option<String>,
    /// The orders that those are compared with, such as country=FR; all others where not named
    #[arg(long, value_name = "WHAT=VALUE", requires = "group")]
    pub(crate) against: Option<String>,
    /// Only orders of a kind, such as product=Candle; again for more
    #[arg(long, value_name = "WHAT=VALUE")]
    pub(crate) only: Vec<String>,
    /// Only orders in this currency; the shop's own where none is named
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// Also how far each group moved it: from within, and by becoming more or fewer of the orders
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Option<Told>,
    /// First day of the period that it is compared with; the one just before where it is not named
    #[arg(long, value_name = "DAY", requires = "before_until")]
    pub(crate) before_from: Option<String>,
    /// First day after that
    #[arg(long, value_name = "DAY", requires = "before_from")]
    pub(crate) before_until: Option<String>,
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
}

#[derive(Debug, Args)]
pub(crate) struct CohortsArguments {
    /// What customers are put together by: something of their first order
    #[arg(long, value_enum, default_value = "month")]
    pub(crate) by: Group,
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Group {
    Month,
    Product,
    Channel,
    Code,
}

#[derive(Debug, Args)]
pub(crate) struct ThresholdsArguments {
    /// What there is from the threshold on
    #[arg(long, value_enum, default_value = "free-shipping")]
    pub(crate) reward: Thing,
    /// The threshold to look at, such as 65.00
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) at: Option<String>,
    /// What the shop pays to send an order
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) shipping_cost: Option<String>,
    /// What a gift costs the shop
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) gift_cost: Option<String>,
    /// The share of orders just short that top up
    #[arg(long, value_name = "PERCENT")]
    pub(crate) tops_up: Option<f64>,
    /// What is left of goods after tax and cost
    #[arg(long, value_name = "PERCENT")]
    pub(crate) margin: Option<f64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Thing {
    FreeShipping,
    Points,
    Gift,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum By {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Formula {
    /// Goods as ordered, without cancelled orders
    Goods,
    /// As Shopify shows it: without tax, cancelled orders included
    Shopify,
    /// Goods less refunds
    Net,
    /// All that was paid less refunds
    Collected,
}

#[derive(Debug, Args)]
pub(crate) struct Orders {
    /// Words in number, name, e-mail, town, product or SKU
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) search: String,
    /// First day
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// First day after the period
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Orders listed at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    /// Which pairs
    #[arg(long, value_enum, default_value = "likely")]
    pub(crate) list: DuplicateList,
    /// Pairs listed at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DuplicateList {
    /// Who may be one person
    Likely,
    /// Who was joined
    Joined,
    /// Who was said to be two people
    Apart,
}

#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// A customer: e-mail, phone number or id
    #[arg(value_name = "CUSTOMER")]
    pub(crate) a: String,
    /// The other
    #[arg(value_name = "OTHER")]
    pub(crate) b: String,
}
