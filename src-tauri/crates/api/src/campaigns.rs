//! Campaigns: written step by step, checked, planned, sent as messages, and measured.

mod audience;
mod check;
mod codes;
mod content;
mod create;
mod going;
mod kept;
mod measure;
mod plan;
mod press;
mod preview;
mod result;
mod shelf;

use std::sync::Mutex;

pub use audience::campaign_people;
pub use check::check_campaign;
pub use codes::{add_campaign_codes, campaign_codes_written, export_campaign_codes};
pub use content::{
    copy_campaign, delete_campaign, get_campaign, list_campaigns, mend_campaign, save_campaign,
};
pub use create::{campaign_designs, campaign_kinds, campaign_variables, create_campaign};
pub(crate) use going::may_begin;
pub use going::{send_campaign_now, start_campaign, test_campaign, write_campaign_files};
pub use kept::{
    add_campaign_picture, campaign_products, keep_block, kept_blocks, remove_kept_block,
    set_shop_logo, shop_logo,
};

pub use plan::plan_campaign;
pub(crate) use plan::with_letters;
pub use preview::{PreviewPage, preview_campaign, preview_page};

pub use result::{campaign_result, campaign_verdicts};

/// What is kept in memory of campaigns.
#[derive(Debug, Default)]
pub(crate) struct CampaignsCache {
    /// Whom the campaign that was looked at last is for.
    considered: Mutex<Option<audience::Kept>>,
    /// What people have to do with products, of one state of the shop.
    shelf: Mutex<Option<shelf::Kept>>,
    /// Verdicts of campaigns whose days are over.
    verdicts: Mutex<result::Verdicts>,
}
