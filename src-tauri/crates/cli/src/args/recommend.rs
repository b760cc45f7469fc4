//! The words of `recommend`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::Named;

#[derive(Debug, Subcommand)]
pub(crate) enum RecommendCommand {
    /// What goes with a product, what is like it, and the better one
    Product {
        /// Its SKU or its name
        #[arg(value_name = "SKU")]
        product: String,
    },
    /// What a customer may like
    Customer {
        #[command(flatten)]
        customer: Named,
    },
    /// How well the last four weeks would have been foretold, beside what is most popular
    Evaluate,
    /// The rules for suggestions, as sentences with their numbers; the first that fits decides
    Rules {
        #[command(subcommand)]
        change: Option<RulesCommand>,
    },
    /// Write suggestions as a file that the shop reads
    Export {
        /// The shop system
        #[arg(long, value_enum)]
        platform: ShopSystem,
        /// The file
        file: PathBuf,
        /// One product was tried and showed its suggestions (Shopify)
        #[arg(long)]
        tried: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Add a rule
    ///
    /// Products are named as product:SKU, category:NAME, maker:NAME, gift-cards, sold-out,
    /// margin-under:PERCENT, owned (what a customer has, unless it is usually bought again) or all.
    #[command(verbatim_doc_comment)]
    Add {
        /// never, always, may, or at-most:N of one category
        then: String,
        /// The products; several with product: may be given
        #[arg(required = true, value_name = "WHICH")]
        which: Vec<String>,
        /// Only beside these products
        #[arg(long, value_name = "WHICH")]
        beside: Vec<String>,
        /// The number it gets; the last one without
        #[arg(long, value_name = "NUMBER")]
        at: Option<usize>,
    },
    /// Remove a rule
    Remove {
        /// Its number
        number: usize,
    },
    /// Move a rule, since the first that fits decides
    Move {
        /// Its number
        number: usize,
        /// The number it gets
        to: usize,
    },
    /// Put the rules in their place that a shop begins with
    Usual,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ShopSystem {
    /// Upsells and cross-sells
    Woocommerce,
    /// Complementary and related products
    Shopify,
    /// Related, cross-sell and up-sell products
    Magento,
    /// Accessories
    Prestashop,
    /// Cross-selling
    Shopware,
    /// For a page of one's own
    Json,
}
