//! Pannier's window. The only package that names Tauri, and thin: every use-case is a function
//! of `pannier_api`, every command an adapter around one.

mod commands;
mod desk;
mod events;
mod host;
mod locale;
mod picture;
mod preview;
mod progress;
mod start;
mod window;

use std::process::exit;

pub use events::{DataChanged, FilesDropped, FilesHover};
pub use host::{Dialogs, Host};
use tauri::{Runtime, Wry};
use tauri_specta::{collect_commands, collect_events};

/// Every command and event of the window, with their types.
#[expect(clippy::too_many_lines, reason = "a list with a line for each command")]
pub fn interface<R: Runtime>() -> tauri_specta::Builder<R> {
    use commands::{
        app, backups, campaigns, customers, explore, figures, hand_over, handout, imports,
        insights, loyalty, mail, mappings, notes, orders, pictures, privacy, products, rewards,
        segments, sending, shops, suggestions,
    };
    tauri_specta::Builder::new()
        .disable_serde_phases()
        .commands(collect_commands![
            app::app_info,
            app::set_appearance::<Wry>,
            app::settings_choices,
            app::window_painted::<Wry>,
            shops::create_shop,
            shops::open_shop,
            shops::open_sample_shop,
            shops::delete_sample_shop,
            shops::update_shop,
            figures::home,
            figures::formula_sheet,
            insights::why,
            insights::why_groups,
            insights::goal,
            insights::set_goal,
            insights::notice,
            insights::dismiss_notice,
            insights::opportunities,
            insights::quiet_customers,
            insights::bundles,
            insights::set_orders,
            insights::cohorts,
            insights::thresholds,
            orders::list_orders,
            orders::order_detail,
            products::list_products,
            products::product_detail,
            suggestions::suggestion_work,
            suggestions::prepare_suggestions,
            suggestions::stop_suggestions,
            suggestions::product_suggestions,
            suggestions::customer_suggestions,
            suggestions::orders_behind,
            suggestions::suggestion_quality,
            suggestions::suggestion_rules,
            suggestions::set_suggestion_rules,
            suggestions::rule_words,
            suggestions::preview_suggestions,
            suggestions::export_suggestions,
            pictures::pictures,
            pictures::fetch_pictures,
            explore::explore,
            explore::breakdown,
            explore::price_marks,
            explore::dimension_values,
            explore::explain_figure,
            explore::export_explorer,
            explore::export_orders,
            handout::write_report,
            imports::choose_files,
            imports::preview_import,
            imports::apply_import,
            imports::discard_preview,
            imports::cancel_task,
            imports::export_rejections,
            imports::list_imports,
            imports::undo_import,
            imports::undo_keeps,
            mappings::mapping_fields,
            mappings::suggest_columns,
            mappings::list_mappings,
            mappings::delete_mapping,
            mappings::export_mapping,
            mappings::import_mapping,
            backups::back_up_now,
            backups::list_backups,
            backups::restore_backup,
            customers::customers_overview,
            customers::set_map_bands,
            customers::list_customers,
            customers::customer_detail,
            customers::duplicates,
            customers::join_customers,
            customers::part_customers,
            customers::dismiss_duplicate,
            notes::write_note,
            notes::change_note,
            notes::remove_note,
            notes::add_tag,
            notes::remove_tag,
            hand_over::preview_hand_over,
            hand_over::write_hand_over,
            privacy::export_customer_data,
            privacy::write_consent_proof,
            privacy::preview_erase,
            privacy::erase_customer,
            loyalty::loyalty_programme,
            loyalty::loyalty_overview,
            loyalty::set_loyalty_programme,
            rewards::try_loyalty_programme,
            rewards::set_loyalty_assumptions,
            rewards::loyalty_effect,
            rewards::preview_loyalty_start,
            rewards::set_loyalty_start,
            rewards::stop_loyalty_start,
            rewards::liability,
            rewards::export_liability,
            rewards::reward_codes,
            rewards::preview_codes,
            rewards::write_codes,
            rewards::give_rewards,
            loyalty::pause_loyalty,
            loyalty::tell_of_expiry,
            loyalty::list_members,
            loyalty::member_detail,
            loyalty::list_ledger,
            loyalty::export_ledger,
            loyalty::write_statement,
            loyalty::adjust_points,
            loyalty::redeem_points,
            loyalty::undo_redemption,
            loyalty::friend_code,
            segments::preview_segment,
            segments::read_segment,
            segments::list_segments,
            segments::get_segment,
            segments::save_segment,
            segments::delete_segment,
            segments::restore_segment,
            segments::snapshot_segment,
            segments::frozen_list,
            segments::segment_overlap,
            mail::mail_accounts,
            mail::mail_presets,
            mail::find_mail_account,
            mail::try_mail_servers,
            mail::save_mail_account,
            mail::remove_mail_account,
            mail::unlock_mail_account,
            mail::resume_mail_account,
            mail::connect_mail_account,
            mail::export_unsubscribe_page,
            mail::set_unsubscribe_page,
            mail::set_mail_identity,
            mail::test_mail_account,
            mail::check_mail_domain,
            mail::poll_inbox,
            mail::inbox_events,
            mail::list_suppressed,
            mail::suppress_address,
            mail::unsuppress_address,
            mail::export_suppressed,
            mail::import_suppressed,
            campaigns::list_campaigns,
            campaigns::campaign_verdicts,
            campaigns::get_campaign,
            campaigns::create_campaign,
            campaigns::save_campaign,
            campaigns::delete_campaign,
            campaigns::copy_campaign,
            campaigns::campaign_people,
            campaigns::add_campaign_codes,
            campaigns::export_campaign_codes,
            campaigns::kept_blocks,
            campaigns::keep_block,
            campaigns::remove_kept_block,
            campaigns::add_campaign_picture,
            campaigns::shop_logo,
            campaigns::set_shop_logo,
            campaigns::campaign_products,
            campaigns::campaign_kinds,
            campaigns::campaign_designs,
            campaigns::campaign_variables,
            campaigns::mend_campaign,
            campaigns::preview_campaign,
            campaigns::check_campaign,
            campaigns::test_campaign,
            campaigns::plan_campaign,
            campaigns::start_campaign,
            campaigns::campaign_result,
            sending::list_sendings,
            sending::get_sending,
            sending::save_sending,
            sending::delete_sending,
            sending::copy_sending,
            sending::preview_sending,
            sending::test_sending,
            sending::plan_sending,
            sending::start_sending,
            sending::pause_sending,
            sending::stop_sending,
            sending::list_outbox,
            sending::export_outbox,
            sending::retry_failed,
            sending::decide_uncertain,
            sending::customer_mail,
        ])
        .events(collect_events![DataChanged, FilesDropped, FilesHover])
}

/// The app on top of `builder`: commands, events and the window. `host` is asked for once the
/// system's folders and dialogs are known. Tests give the mock runtime's builder.
pub fn assemble<R: Runtime>(
    builder: tauri::Builder<R>,
    host: impl FnOnce(&tauri::AppHandle<R>) -> tauri::Result<Host> + Send + 'static,
) -> tauri::Builder<R> {
    let interface = interface::<R>();
    builder
        .invoke_handler(interface.invoke_handler())
        .on_window_event(window::on_event)
        .register_asynchronous_uri_scheme_protocol(
            picture::SCHEME,
            |context, request, responder| {
                picture::answer(&context, &request, responder);
            },
        )
        .register_asynchronous_uri_scheme_protocol(
            preview::SCHEME,
            |context, request, responder| {
                preview::answer(&context, &request, responder);
            },
        )
        .setup(move |app| {
            use tauri::Manager as _;
            interface.mount_events(app);
            let host = host(app.handle())?;
            app.manage(host.clone());
            // The window comes last: from here on its page may ask for anything.
            Ok(window::open(app, &host)?)
        })
}

/// The configuration, the capability and the window's files, as they are built in.
pub fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// Opens the window and stays until it is closed.
pub fn run() {
    let mut builder = tauri::Builder::default();
    if !start::several_allowed() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::raise(app);
        }));
    }
    let builder = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init());
    let ended = assemble(builder, start::host).run(context());
    if let Err(error) = ended {
        start::complain(&error);
        exit(1);
    }
}
