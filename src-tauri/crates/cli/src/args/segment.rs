//! The words of `segment`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SegmentArguments {
    #[command(subcommand)]
    pub(crate) command: Option<SegmentCommand>,
    /// Who is meant, such as 'orders at least 3 and not tagged "wholesale"'
    #[arg(value_name = "RULES", required = true)]
    pub(crate) rules: Option<String>,
    /// People shown at most, each with why
    #[arg(long, default_value_t = 6, value_name = "N")]
    pub(crate) sample: u32,
    /// Another number shows other people
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) draw: u32,
    /// Write those who may be written to into a file, for this program; without `--out` it is only
    /// said how many they are
    #[arg(long, value_enum, value_name = "PROGRAM")]
    pub(crate) export: Option<ExportTo>,
    /// Where that file is written. A file of that name is replaced
    #[arg(long, value_name = "FILE", requires = "export")]
    pub(crate) out: Option<PathBuf>,
    /// Also people who may not be written to: for Shopify, CSV and workbooks only
    #[arg(long, requires = "export")]
    pub(crate) everybody: bool,
    /// The tag that Shopify, Mailchimp or Klaviyo are told
    #[arg(long, requires = "export")]
    pub(crate) tag: Option<String>,
    /// For Google and Meta: addresses as they are instead of hashed
    #[arg(long, requires = "export")]
    pub(crate) plain: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ExportTo {
    /// A customers file with a tag
    Shopify,
    /// People who agreed to e-mail
    Mailchimp,
    /// People who agreed to e-mail, with when they did
    Klaviyo,
    /// Customer Match
    Google,
    /// A custom audience
    Meta,
    /// A table as text
    Csv,
    /// A workbook
    Xlsx,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SegmentCommand {
    /// List the saved segments
    List,
    /// Show a saved segment: who is in it, its frozen lists, and what it came to over time
    Show {
        /// Its name
        name: String,
    },
    /// Save rules under a name; a segment of that name is changed
    Save {
        /// Its name
        name: String,
        /// Who is meant
        rules: String,
        /// Its rank as a persona: whoever is in several belongs to the first
        #[arg(long, value_name = "RANK")]
        persona: Option<u32>,
    },
    /// Delete a saved segment; it can be restored
    Delete {
        /// Its name
        name: String,
    },
    /// Bring a deleted segment back
    Restore {
        /// Its name
        name: String,
    },
    /// Freeze who is in a saved segment now
    Snapshot {
        /// Its name
        name: String,
    },
    /// How many people saved segments share
    Overlap,
}
