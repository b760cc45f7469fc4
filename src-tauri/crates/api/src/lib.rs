//! Every use-case of Pannier as one plain function, and the views it takes and gives.
//!
//! The window and the command line are two thin faces of this crate.
#![deny(missing_docs)]

mod advice;
mod app;
mod app_shops;
mod backups;
mod bundles;
mod campaigns;
mod cohorts;
mod customers;
mod doctor;
mod duplicates;
mod error;
mod explain;
mod explore;
mod export;
mod figures;
mod goal;
mod handout;
mod imports;
mod loyalty;
mod mappings;
mod opportunities;
mod order_list;
mod people;
mod pictures;
mod privacy;
mod products;
mod sample;
mod segments;
mod sending;
mod settings;
mod shop;
mod suggesting;
pub mod views;
mod wares;
mod why;
mod words;

pub use advice::thresholds;
pub use app::*;
pub use app_shops::*;
pub use backups::*;
pub use bundles::{bundles, set_orders};
pub use campaigns::{
    PreviewPage, add_campaign_codes, add_campaign_picture, campaign_codes_written,
    campaign_designs, campaign_kinds, campaign_people, campaign_products, campaign_result,
    campaign_variables, campaign_verdicts, check_campaign, copy_campaign, create_campaign,
    delete_campaign, export_campaign_codes, get_campaign, keep_block, kept_blocks, list_campaigns,
    mend_campaign, plan_campaign, preview_campaign, preview_page, remove_kept_block, save_campaign,
    send_campaign_now, set_shop_logo, shop_logo, start_campaign, test_campaign,
    write_campaign_files,
};
pub use cohorts::cohorts;
pub use customers::{
    add_tag, change_note, customer_detail, customers_overview, list_customers, remove_note,
    remove_tag, set_map_bands, write_note,
};
pub use doctor::doctor;
pub use duplicates::{
    customer_named, dismiss_duplicate, duplicates, join_customers, part_customers,
};
pub use error::{ApiError, Code, Result};
pub use explain::explain_figure;
pub use explore::{breakdown, dimension_values, explore, price_marks};
pub use export::{Exported, export_explorer, export_orders};
pub use figures::*;
pub use goal::{dismiss_notice, goal, notice, set_goal};
pub use handout::{WrittenReport, report_file_name, report_json, write_report};
pub use imports::*;
pub use loyalty::{
    adjust_points, codes_file_name, export_ledger, export_liability, friend_code, give_reward_to,
    liability, list_ledger, list_members, loyalty_effect, loyalty_overview, loyalty_programme,
    member_detail, pause_loyalty, points_balance, points_lines, points_statement, points_variables,
    post_points, preview_codes, preview_loyalty_start, read_programme, redeem_points,
    redeem_reward, reward_codes, set_loyalty_assumptions, set_loyalty_programme, set_loyalty_start,
    set_programme_rules, stop_loyalty_start, tell_of_expiry, try_programme_rules, undo_redemption,
    write_codes,
};
pub use mappings::{
    delete_mapping, export_mapping, import_mapping, list_mappings, mapping_fields,
    mapping_file_name, read_mapping, suggest_columns, suggest_mapping,
};
pub use opportunities::{opportunities, quiet_customers};
pub use order_list::{list_orders, order_detail};
/// Answers and findings of an import, as scripts give and take them.
pub use pannier_import::{Mapping, Options as ImportOptions};
/// What a process may do to a shop file.
pub use pannier_store::Role;
pub use pictures::{Picture, fetch_pictures, picture, pictures};
pub use privacy::{
    consent_proof, customer_data, erase_customer, preview_erase, write_consent_proof,
    write_customer_data,
};
pub use products::{list_products, product_detail, product_named};
pub use sample::create_sample_shop;
pub use segments::{
    delete_segment, frozen_list, get_segment, hand_over, list_segments, preview_hand_over,
    preview_segment, read_segment, restore_segment, save_segment, segment_overlap,
    snapshot_segment, write_hand_over,
};
pub use sending::{
    Connect, FilesWritten, SendEnded, check_mail_domain, connect_mail_account, copy_sending,
    customer_mail, decide_uncertain, delete_sending, export_outbox, export_suppressed,
    find_mail_account, get_sending, import_suppressed, inbox_events, list_outbox, list_sendings,
    list_suppressed, mail_accounts, mail_presets, pause_sending, plan_sending, poll_inbox,
    preview_sending, remove_mail_account, resume_mail_account, retry_failed, save_mail_account,
    save_sending, send_now, set_mail_identity, set_unsubscribe_page, start_sending, stop_sending,
    suppress_address, test_mail_account, test_sending, try_mail_servers, unlock_mail_account,
    unsubscribe_page_file, unsuppress_address, write_sending_files,
};
pub use settings::*;
pub use shop::{Shop, ShopContext};
pub use suggesting::{
    customer_suggestions, export_suggestions, learn_suggestions, orders_behind,
    prepare_suggestions, prepare_suggestions_soon, preview_suggestions, product_suggestions,
    rule_words, set_suggestion_rules, stop_suggestions, suggestion_quality, suggestion_rules,
    suggestion_work, usual_suggestion_rules,
};
pub use why::{why, why_groups};
