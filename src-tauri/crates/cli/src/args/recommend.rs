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
    /// The rules for suggestions, as sentences
    Rules,
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
