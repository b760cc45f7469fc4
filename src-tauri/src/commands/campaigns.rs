//! Campaigns: written, looked at, checked, sent, measured.

use pannier_api::{
    self as api,
    views::{
        AddCampaignCodes, CampaignCheck, CampaignDesign, CampaignDetail, CampaignKindReach,
        CampaignLanguage, CampaignPeople, CampaignPicture, CampaignPreview, CampaignProduct,
        CampaignResult, CampaignRow, CampaignStanding, CampaignVariable, CodesAdded,
        CreateCampaign, ExportCampaignCodes, KeepBlock, KeptBlock, ListCampaignProducts,
        MailTested, MendCampaign, PreviewCampaign, SaveCampaign, SendingDetail, SetShopLogo,
        StartCampaign, TaskProgress, TestCampaign,
    },
};
use tauri::{State, ipc::Channel};

use crate::{
    host::{Answer, Host},
    progress::reporting,
};

/// All campaigns, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_campaigns(host: State<'_, Host>) -> Answer<Vec<CampaignRow>> {
    host.on_shop(api::list_campaigns).await
}

/// The verdicts of all campaigns that began to go out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_verdicts(host: State<'_, Host>) -> Answer<Vec<CampaignStanding>> {
    host.on_shop(api::campaign_verdicts).await
}

/// One campaign.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_campaign(host: State<'_, Host>, id: u32) -> Answer<CampaignDetail> {
    host.on_shop(move |shop| api::get_campaign(shop, id)).await
}

/// Begins a campaign as a draft, ready to be changed; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_campaign(host: State<'_, Host>, input: CreateCampaign) -> Answer<u32> {
    host.on_shop(move |shop| api::create_campaign(shop, &input))
        .await
}

/// Keeps a campaign that is being written; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_campaign(host: State<'_, Host>, input: SaveCampaign) -> Answer<u32> {
    host.on_shop(move |shop| api::save_campaign(shop, &input))
        .await
}

/// Takes a draft away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_campaign(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| api::delete_campaign(shop, id))
        .await
}

/// Writes a campaign anew as a draft; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_campaign(host: State<'_, Host>, id: u32) -> Answer<u32> {
    host.on_shop(move |shop| api::copy_campaign(shop, id)).await
}

/// Who would get a campaign, if it were planned now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_people(host: State<'_, Host>, id: u32) -> Answer<CampaignPeople> {
    host.on_shop(move |shop| api::campaign_people(shop, id))
        .await
}

/// Takes codes of the shop's own list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_campaign_codes(
    host: State<'_, Host>,
    input: AddCampaignCodes,
) -> Answer<CodesAdded> {
    host.on_shop(move |shop| api::add_campaign_codes(shop, &input))
        .await
}

/// Writes codes to a file where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_campaign_codes(
    host: State<'_, Host>,
    input: ExportCampaignCodes,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let exported = api::export_campaign_codes(shop, &input)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        api::campaign_codes_written(shop, input.id)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Blocks that the merchant kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_blocks(host: State<'_, Host>) -> Answer<Vec<KeptBlock>> {
    host.on_shop(api::kept_blocks).await
}

/// Keeps a block for other campaigns; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_block(host: State<'_, Host>, input: KeepBlock) -> Answer<u32> {
    host.on_shop(move |shop| api::keep_block(shop, &input))
        .await
}

/// Takes a kept block away. Whether it was there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_kept_block(host: State<'_, Host>, id: u32) -> Answer<bool> {
    host.on_shop(move |shop| api::remove_kept_block(shop, id))
        .await
}

/// Takes a picture that the merchant chooses; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_campaign_picture(host: State<'_, Host>) -> Answer<Option<CampaignPicture>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let Some(path) = dialogs.dialogs().choose().into_iter().next() else {
            return Ok(None);
        };
        api::add_campaign_picture(shop, &path).map(Some)
    })
    .await
}

/// The picture that is the shop's logo.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shop_logo(host: State<'_, Host>) -> Answer<Option<String>> {
    host.on_shop(api::shop_logo).await
}

/// Says which picture is the shop's logo.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_shop_logo(host: State<'_, Host>, input: SetShopLogo) -> Answer<()> {
    host.on_shop(move |shop| api::set_shop_logo(shop, &input))
        .await
}

/// Products to choose from for a mail.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_products(
    host: State<'_, Host>,
    input: ListCampaignProducts,
) -> Answer<Vec<CampaignProduct>> {
    host.on_shop(move |shop| api::campaign_products(shop, &input))
        .await
}

/// How far each kind of campaign would reach; only among people of a saved segment, where one is named.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_kinds(
    host: State<'_, Host>,
    segment: Option<u32>,
) -> Answer<Vec<CampaignKindReach>> {
    host.on_shop(move |shop| api::campaign_kinds(shop, segment))
        .await
}

/// The designs that a mail can begin with, in a language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_designs(
    host: State<'_, Host>,
    language: CampaignLanguage,
) -> Answer<Vec<CampaignDesign>> {
    host.blocking(move |_| Ok(api::campaign_designs(language)))
        .await
}

/// The names that can stand in texts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_variables(host: State<'_, Host>) -> Answer<Vec<CampaignVariable>> {
    host.blocking(|_| Ok(api::campaign_variables())).await
}

/// Puts something right in the document of a draft, where the program can.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mend_campaign(
    host: State<'_, Host>,
    input: MendCampaign,
) -> Answer<CampaignDetail> {
    host.on_shop(move |shop| api::mend_campaign(shop, &input))
        .await
}

/// One person's copy as it would be made now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_campaign(
    host: State<'_, Host>,
    input: PreviewCampaign,
) -> Answer<CampaignPreview> {
    host.on_shop(move |shop| api::preview_campaign(shop, &input))
        .await
}

/// Everything that is asked of a campaign before it goes out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_campaign(
    host: State<'_, Host>,
    id: u32,
    progress: Channel<TaskProgress>,
) -> Answer<CampaignCheck> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        reporting(&progress, |reporter| {
            api::check_campaign(&shop, id, reporter, cancel)
        })
    })
    .await
}

/// Sends the very mail to the merchant.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_campaign(
    host: State<'_, Host>,
    input: TestCampaign,
) -> Answer<MailTested> {
    host.on_shop(move |shop| api::test_campaign(shop, &input))
        .await
}

/// Settles who gets a campaign.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_campaign(
    host: State<'_, Host>,
    id: u32,
    progress: Channel<TaskProgress>,
) -> Answer<CampaignDetail> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        reporting(&progress, |reporter| {
            api::plan_campaign(&shop, id, reporter, cancel)
        })
    })
    .await
}

/// Starts a campaign that was planned, or goes on with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_campaign(
    host: State<'_, Host>,
    input: StartCampaign,
) -> Answer<SendingDetail> {
    host.blocking(move |app| api::start_campaign(&app.shop()?, input))
        .await
}

/// Whether a campaign did anything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn campaign_result(host: State<'_, Host>, id: u32) -> Answer<CampaignResult> {
    host.on_shop(move |shop| api::campaign_result(shop, id))
        .await
}
