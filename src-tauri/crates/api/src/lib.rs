//! Every use-case of Pannier as one plain function, and the views it takes and gives.
//!
//! The window and the command line are two thin faces of this crate.
#![deny(missing_docs)]

mod app;
mod app_shops;
mod backups;
mod doctor;
mod duplicates;
mod error;
mod figures;
mod imports;
mod mappings;
mod order_list;
mod sample;
mod settings;
mod shop;
pub mod views;

pub use app::*;
pub use app_shops::*;
pub use backups::*;
pub use doctor::doctor;
pub use duplicates::{dismiss_duplicate, duplicates, join_customers, part_customers};
pub use error::{ApiError, Code, Result};
pub use figures::*;
pub use imports::*;
pub use mappings::{
    delete_mapping, export_mapping, import_mapping, list_mappings, mapping_fields,
    mapping_file_name, read_mapping, suggest_mapping,
};
pub use order_list::{list_orders, order_detail};
/// Answers and findings of an import, as scripts give and take them.
pub use pannier_import::{Mapping, Options as ImportOptions};
/// What a process may do to a shop file.
pub use pannier_store::Role;
pub use sample::create_sample_shop;
pub use settings::*;
pub use shop::{Shop, ShopContext};
