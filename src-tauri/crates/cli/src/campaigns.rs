//! `campaign`: begun, checked, looked at, sent, measured.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context as _, bail};
use pannier_api::{
    Shop, add_campaign_codes, campaign_codes_written, campaign_result, check_campaign,
    create_campaign, delete_campaign, export_campaign_codes, get_campaign, list_campaigns,
    plan_campaign, preview_campaign, preview_page, save_campaign, send_campaign_now, test_campaign,
    views::{
        AddCampaignCodes, CampaignCheck, CampaignContent, CampaignLanguage, CampaignResult,
        CampaignRow, CodesTarget, CreateCampaign, ExportCampaignCodes, Gate, GateLevel, OfferCodes,
        PreviewCampaign, SaveCampaign, SendingState, StartCampaign, TestCampaign,
    },
    write_campaign_files,
};
use pannier_core::{Cancel, Reporter, ShopZone};

use crate::{
    args::{CampaignCommand, CodesFor, CreateArguments, Kind},
    insights::json,
    run::Answer,
    said::{offer_words, plain},
    sending::{row_text, unlock},
};

pub(crate) fn campaign(shop: &Shop, command: &CampaignCommand) -> anyhow::Result<Answer> {
    match command {
        CampaignCommand::Create(arguments) => create(shop, arguments),
        CampaignCommand::Check { id } => check(shop, *id),
        CampaignCommand::Preview {
            id,
            whose,
            other,
            html,
        } => preview(shop, *id, whose.as_deref(), *other, html.as_deref()),
        CampaignCommand::Test { id, to } => test(shop, *id, to.as_deref()),
        CampaignCommand::Plan { id } => {
            plan_campaign(shop, *id, &Reporter::default(), &Cancel::default())?;
            status(shop, *id)
        }
        CampaignCommand::Codes {
            id,
            file,
            target,
            promotion,
        } => codes(shop, *id, file, *target, promotion.clone()),
        CampaignCommand::Send {
            id,
            dry_run: Some(folder),
            ..
        } => {
            let (reporter, cancel) = (Reporter::default(), Cancel::default());
            let written = write_campaign_files(shop, *id, folder, &reporter, &cancel)?;
            let text = format!("{} mails written to {}\n", written.files, folder.display());
            Ok(Answer::new(json(&written.files)?, text))
        }
        CampaignCommand::Send {
            id,
            although_late,
            codes_are_in_shop,
            dry_run: None,
        } => send(
            shop,
            StartCampaign {
                id: *id,
                although_late: *although_late,
                codes_are_in_shop: *codes_are_in_shop,
            },
        ),
        CampaignCommand::Status { id: Some(id) } => status(shop, *id),
        CampaignCommand::Status { id: None } => {
            let rows = list_campaigns(shop)?;
            let text = rows.iter().map(line).collect();
            Ok(Answer::new(json(&rows)?, text))
        }
        CampaignCommand::Result { id } => {
            let result = campaign_result(shop, *id)?;
            let text = result_text(&result, shop.context()?.zone);
            Ok(Answer::new(json(&result)?, text))
        }
    }
}

fn kind(kind: Kind) -> serde_json::Value {
    serde_json::Value::from(match kind {
        Kind::Reward => "reward",
        Kind::FlashOffer => "flashOffer",
        Kind::FreeShipping => "freeShipping",
        Kind::WinBack => "winBack",
        Kind::NewLikeBought => "newLikeBought",
        Kind::ThankYou => "thankYou",
        Kind::PointsStatement => "pointsStatement",
        Kind::CartLeft => "cartLeft",
        Kind::GiftCard => "giftCard",
    })
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn create(shop: &Shop, arguments: &CreateArguments) -> anyhow::Result<Answer> {
    let language = match arguments.language.as_deref() {
        None => None,
        Some(text) => Some(
            text.parse::<CampaignLanguage>()
                .map_err(anyhow::Error::msg)?,
        ),
    };
    let input = CreateCampaign {
        kind: match arguments.kind {
            None => None,
            Some(said) => Some(serde_json::from_value(kind(said))?),
        },
        name: arguments.name.clone(),
        language,
        segment: None,
    };
    let id = create_campaign(shop, &input)?;
    match fill(shop, id, arguments) {
        Ok(()) => status(shop, id),
        Err(error) => {
            // What cannot be kept leaves no draft behind.
            delete_campaign(shop, id)?;
            Err(error)
        }
    }
}

fn fill(shop: &Shop, id: u32, arguments: &CreateArguments) -> anyhow::Result<()> {
    let mut content: CampaignContent = match &arguments.content {
        Some(file) => serde_json::from_str(&read(file)?)?,
        None => get_campaign(shop, id)?.content,
    };
    if !arguments.segment.is_empty() || arguments.rules.is_some() {
        content.audience.segments.clone_from(&arguments.segment);
        content.audience.rules = arguments.rules.clone().unwrap_or_default();
    }
    if !arguments.minus.is_empty() {
        content.audience.minus.clone_from(&arguments.minus);
    }
    content.audience.cap_days = arguments.cap.unwrap_or(content.audience.cap_days);
    if let Some(name) = &arguments.name {
        content.name.clone_from(name);
    }
    if let Some(subject) = &arguments.subject {
        content.document.subject.clone_from(subject);
    }
    match arguments.ends.as_deref() {
        None => {}
        Some("never") => content.offer.ends_at = None,
        Some(time) => content.offer.ends_at = Some(time.to_owned()),
    }
    if let Some(code) = &arguments.code {
        content.offer.codes = OfferCodes::Shared { code: code.clone() };
    } else if arguments.codes.is_some() {
        content.offer.codes = OfferCodes::Listed;
    } else if arguments.make_codes {
        content.offer.codes = OfferCodes::Made;
    }
    content.account = arguments.account.or(content.account);
    content.holdout_percent = arguments.holdout.unwrap_or(content.holdout_percent);
    content.starts_at = arguments.at.clone().or(content.starts_at);
    if arguments.day_and_night {
        content.quiet_from = None;
        content.quiet_until = None;
    }
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(shop, &input)?;
    if let Some(file) = &arguments.codes {
        let input = AddCampaignCodes {
            id,
            text: read(file)?,
            instead: true,
        };
        add_campaign_codes(shop, &input)?;
    }
    Ok(())
}

fn line(row: &CampaignRow) -> String {
    let mut text = row_text(&row.sending);
    if let Some(offer) = &row.offer {
        let over = if row.is_over { ", over" } else { "" };
        let _ = writeln!(text, "     {}{over}", offer_words(offer));
    }
    text
}

fn status(shop: &Shop, id: u32) -> anyhow::Result<Answer> {
    let detail = get_campaign(shop, id)?;
    let mut said = json(&detail)?;
    // Word for word, with the names of the document: `create --content` takes it as it stands.
    said["content"] = serde_json::to_value(&detail.content)?;
    Ok(Answer::new(said, line(&detail.row)))
}

fn check_text(check: &CampaignCheck, zone: ShopZone) -> String {
    let mut text = String::new();
    let said = |gate: &Gate, words: &str| plain(words, &gate.values, zone);
    for gate in &check.gates {
        let mark = match gate.level {
            GateLevel::Stop => "stop",
            GateLevel::Warn => "look",
            GateLevel::Fine => "fine",
        };
        let _ = writeln!(text, "{mark}  {}", said(gate, &gate.title));
        if !gate.words.is_empty() {
            let _ = writeln!(text, "      {}", said(gate, &gate.words));
        }
    }
    let people = &check.people;
    let _ = writeln!(
        text,
        "{} of {} people would get it, {} would be held back",
        people.ready, people.people, people.held_out
    );
    text
}

fn check(shop: &Shop, id: u32) -> anyhow::Result<Answer> {
    let check = check_campaign(shop, id, &Reporter::default(), &Cancel::default())?;
    let failure = match check.stops {
        0 => None,
        1 => Some("One thing to mend before it can be sent".to_owned()),
        stops => Some(format!("{stops} things to mend before it can be sent")),
    };
    let text = check_text(&check, shop.context()?.zone);
    Ok(Answer::new(json(&check)?, text).failing(failure))
}

fn preview(
    shop: &Shop,
    id: u32,
    whose: Option<&str>,
    other: bool,
    html: Option<&Path>,
) -> anyhow::Result<Answer> {
    let input = PreviewCampaign {
        id,
        position: 0,
        search: whose.unwrap_or_default().to_owned(),
        other,
        language: None,
    };
    let preview = preview_campaign(shop, &input)?;
    if let Some(file) = html {
        let page = preview_page(shop, &preview.page)?;
        std::fs::write(file, page.html)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let text = format!(
        "{} <{}>, {} of {}\n\n{}\n{}\n\n{}",
        preview.name,
        preview.address,
        preview.position + 1,
        preview.total,
        preview.subject,
        preview.preview,
        preview.text
    );
    let failure = (!preview.problem.is_empty()).then(|| preview.problem.clone());
    Ok(Answer::new(json(&preview)?, text).failing(failure))
}

fn unlocked(shop: &Shop, id: u32) -> anyhow::Result<()> {
    match get_campaign(shop, id)?.content.account {
        Some(account) => unlock(shop, account),
        None => Ok(()),
    }
}

fn test(shop: &Shop, id: u32, to: Option<&str>) -> anyhow::Result<Answer> {
    unlocked(shop, id)?;
    let input = TestCampaign {
        id,
        to: to.unwrap_or_default().to_owned(),
        position: 0,
        other: false,
    };
    let tested = test_campaign(shop, &input)?;
    let failure = (!tested.sent).then(|| tested.words.clone());
    let text = format!("{}\n", tested.words);
    Ok(Answer::new(json(&tested)?, text).failing(failure))
}

fn codes(
    shop: &Shop,
    id: u32,
    file: &Path,
    target: CodesFor,
    promotion: Option<String>,
) -> anyhow::Result<Answer> {
    let input = ExportCampaignCodes {
        id,
        target: match target {
            CodesFor::Woocommerce => CodesTarget::WooCommerce,
            CodesFor::Shopware => CodesTarget::Shopware,
            CodesFor::Shopify => CodesTarget::Shopify,
            CodesFor::Csv => CodesTarget::Csv,
        },
        only_theirs: false,
        promotion,
    };
    export_campaign_codes(shop, &input)?.write(file)?;
    campaign_codes_written(shop, id)?;
    let path = file.display().to_string();
    Ok(Answer::new(json(&path)?, format!("Written to {path}\n")))
}

fn send(shop: &Shop, input: StartCampaign) -> anyhow::Result<Answer> {
    unlocked(shop, input.id)?;
    let cancel = Cancel::default();
    match get_campaign(shop, input.id)?.row.sending.state {
        SendingState::Draft => {
            plan_campaign(shop, input.id, &Reporter::default(), &cancel)?;
        }
        SendingState::Stopped | SendingState::Finished => bail!(
            "This campaign has ended. Those who failed can be tried again: send retry {}",
            input.id
        ),
        SendingState::Planned | SendingState::Running | SendingState::Paused => {}
    }
    let ended = send_campaign_now(shop, input, &cancel)?;
    let text = format!("{}\n{}", ended.words, row_text(&ended.detail.row));
    let failure = (!ended.finished).then(|| ended.words.clone());
    Ok(Answer::new(json(&ended.detail)?, text).failing(failure))
}

fn result_text(result: &CampaignResult, zone: ShopZone) -> String {
    let mut text = String::new();
    let comparisons = std::iter::once(&result.main).chain(&result.mails);
    for found in comparisons {
        let sentence = plain(&found.sentence, &found.values, zone);
        let _ = writeln!(text, "{}. {sentence}", found.title);
        for group in [&found.first, &found.second] {
            let each = group.revenue_each.as_ref();
            let _ = writeln!(
                text,
                "  {:<16} {:>7} people, {:>6} ordered, {} a customer",
                group.name,
                group.people,
                group.buyers,
                each.map_or("-", |amount| amount.text.as_str())
            );
        }
    }
    if let Some(codes) = &result.codes {
        let _ = writeln!(text, "{} of {} codes used", codes.used, codes.given);
    }
    let later = &result.attribution;
    let _ = writeln!(
        text,
        "Apart: {} orders within {} days after the mail, {} with a code. {}",
        later.later_orders, later.days, later.code_orders, later.words
    );
    for note in &result.notes {
        let _ = writeln!(text, "{note}");
    }
    text
}
