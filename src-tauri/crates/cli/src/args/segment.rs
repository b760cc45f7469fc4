//! The words of `segment`.

use clap::{Args, Subcommand};

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
