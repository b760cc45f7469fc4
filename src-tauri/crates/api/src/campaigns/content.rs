//! What campaigns say: read, checked, kept, copied, listed with where they stand.

use chrono::NaiveDateTime;
use pannier_compose::{CampaignKind, Document, Fix};
use pannier_core::{Cancel, Currency, Money, ShopZone, Timestamp};
use pannier_store::{CampaignRecord, CampaignSettings, ReadTx, SendingSettings};
use serde::{Serialize, de::DeserializeOwned};

use super::audience::audience_words;
use crate::{
    ApiError, Code, Result, Shop,
    sending::{checked_message, count, message_content, message_row, number},
    shop::ShopContext,
    views::{
        Amount, CampaignAudience, CampaignCodes, CampaignContent, CampaignDetail, CampaignOffer,
        CampaignRow, MailFix, MendCampaign, Minor, OfferCodes, OfferGives, OfferProducts,
        OfferShown, OfferTerms, SaveCampaign, SendingContent,
    },
};

/// How a local time is written.
const MOMENT: &str = "%Y-%m-%dT%H:%M";

/// What a campaign that began as an empty mail is kept as.
const OWN: &str = "own";

/// Names are not longer than this many characters.
const LONGEST_NAME: usize = 100;

/// Bytes of a document as it is kept.
const LARGEST_DOCUMENT: usize = 1_000_000;

/// A campaign as it is kept, read back.
#[derive(Debug, Clone)]
pub(super) struct Campaign {
    pub(super) record: CampaignRecord,
    pub(super) audience: CampaignAudience,
    pub(super) offer: CampaignOffer,
    pub(super) document: Document,
    pub(super) other: Option<Document>,
}

pub(super) fn to_json<T: Serialize>(what: &T) -> Result<String> {
    serde_json::to_string(what)
        .map_err(|error| ApiError::new(Code::Internal, format!("It cannot be kept: {error}")))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let words = format!(
            "This campaign was written by another version of Pannier and cannot be read ({error})"
        );
        ApiError::new(Code::ShopVersion, words)
    })
}

impl Campaign {
    pub(super) fn read(tx: &ReadTx, id: u32) -> Result<Self> {
        Self::of(tx.campaign(id.into())?)
    }

    pub(super) fn of(record: CampaignRecord) -> Result<Self> {
        let said = &record.settings;
        Ok(Self {
            audience: from_json(&said.audience)?,
            offer: from_json(&said.offer)?,
            document: from_json(&said.document)?,
            other: said.other_document.as_deref().map(from_json).transpose()?,
            record,
        })
    }
}

fn kind_word(kind: Option<CampaignKind>) -> Result<String> {
    match kind {
        None => Ok(OWN.to_owned()),
        Some(kind) => Ok(to_json(&kind)?.trim_matches('"').to_owned()),
    }
}

pub(super) fn kind_of(word: &str) -> Result<Option<CampaignKind>> {
    match word {
        OWN => Ok(None),
        word => from_json(&format!("\"{word}\"")).map(Some),
    }
}

/// A local time of the shop's, as it was typed.
fn moment(field: &str, text: Option<&str>, zone: ShopZone) -> Result<Option<Timestamp>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let time = NaiveDateTime::parse_from_str(text, MOMENT)
        .map_err(|_| ApiError::invalid(field, "A time is written like 2026-07-12T23:59"))?;
    Ok(Some(zone.instant_of(time)))
}

fn positive(field: &str, amount: i64) -> Result<()> {
    if amount > 0 {
        return Ok(());
    }
    Err(ApiError::invalid(field, "An amount is more than nothing"))
}

/// Refuses an offer that cannot be.
fn check_offer(offer: &CampaignOffer) -> Result<()> {
    match &offer.terms {
        Some(OfferTerms::Percent { percent }) if !(1..=100).contains(percent) => {
            let words = "A percentage is a whole number from 1 to 100";
            return Err(ApiError::invalid("offer.terms", words));
        }
        Some(OfferTerms::Amount { amount } | OfferTerms::GiftCard { amount, .. }) => {
            positive("offer.terms", amount.0)?;
        }
        Some(OfferTerms::Gift { what }) if what.trim().is_empty() => {
            return Err(ApiError::invalid("offer.terms", "Say what the gift is"));
        }
        _ => {}
    }
    if let Some(minimum) = offer.minimum {
        positive("offer.minimum", minimum.0)?;
    }
    if let Some(from) = offer.free_shipping_from {
        positive("offer.freeShippingFrom", from.0)?;
    }
    if let OfferCodes::Shared { code } = &offer.codes {
        let read = pannier_campaign::code_list(code).map_err(|_| {
            ApiError::invalid(
                "offer.codes",
                "A code has letters, digits and dashes, and no blanks",
            )
        })?;
        if read.len() > 1 {
            return Err(ApiError::invalid(
                "offer.codes",
                "This is one code for everybody",
            ));
        }
    }
    if matches!(&offer.products, OfferProducts::Chosen { products } if products.len() > 500) {
        return Err(ApiError::invalid(
            "offer.products",
            "Choose 500 products at most",
        ));
    }
    Ok(())
}

fn check_numbers(content: &CampaignContent) -> Result<()> {
    let within = |field: &str, number: u16, words: &str| {
        if (1..=365).contains(&number) {
            return Ok(());
        }
        Err(ApiError::invalid(field, words))
    };
    within(
        "windowDays",
        content.window_days,
        "Count orders for 1 to 365 days",
    )?;
    within(
        "attributionDays",
        content.attribution_days,
        "Say 1 to 365 days",
    )?;
    if content.audience.cap_days > 365 {
        return Err(ApiError::invalid(
            "audience.capDays",
            "Say 365 days at most",
        ));
    }
    if !(1..=100).contains(&content.worth_having_percent) {
        let words = "The least rise worth having is 1 to 100 %";
        return Err(ApiError::invalid("worthHavingPercent", words));
    }
    if content.other_document.is_some() && !(10..=90).contains(&content.other_percent) {
        let words = "The other mail goes to 10 to 90 % of the readers";
        return Err(ApiError::invalid("otherPercent", words));
    }
    Ok(())
}

/// The part of a campaign that is its message.
fn message(shop: &Shop, content: &CampaignContent) -> Result<SendingSettings> {
    let of = SendingContent {
        name: content.name.clone(),
        subject: content.document.subject.clone(),
        text: String::new(),
        segment: None,
        account: content.account,
        holdout_percent: content.holdout_percent,
        starts_at: content.starts_at.clone(),
        quiet_from: content.quiet_from.clone(),
        quiet_until: content.quiet_until.clone(),
        late_hours: content.late_hours,
    };
    Ok(SendingSettings {
        segment_name: audience_words(shop, &content.audience)?,
        ..checked_message(shop, &of)?
    })
}

fn settings(shop: &Shop, content: &CampaignContent) -> Result<CampaignSettings> {
    check_offer(&content.offer)?;
    check_numbers(content)?;
    let zone = shop.record()?.zone;
    let document = to_json(&content.document)?;
    let other_document = content.other_document.as_ref().map(to_json).transpose()?;
    let other_bytes = other_document.as_ref().map_or(0, String::len);
    if document.len().max(other_bytes) > LARGEST_DOCUMENT {
        let words = "The mail is too large to be kept. Take something out";
        return Err(ApiError::invalid("document", words));
    }
    Ok(CampaignSettings {
        kind: kind_word(content.kind)?,
        audience: to_json(&content.audience)?,
        offer: to_json(&content.offer)?,
        other_share: match &other_document {
            Some(_) => u32::from(content.other_percent) * 10_000,
            None => 0,
        },
        document,
        other_document,
        ends_at: moment("offer.endsAt", content.offer.ends_at.as_deref(), zone)?,
        cap_days: content.audience.cap_days,
        window_days: content.window_days,
        worth_having: content.worth_having_percent,
        attribution_days: content.attribution_days,
        own_codes: matches!(content.offer.codes, OfferCodes::Listed | OfferCodes::Made),
    })
}

/// Keeps a campaign that is being written; gives its number.
///
/// # Errors
/// [`Code::Validation`] with the field, [`Code::Conflict`] when who gets it is settled: an offer that
/// was planned is never changed; or what the shop file says.
pub fn save_campaign(shop: &Shop, input: &SaveCampaign) -> Result<u32> {
    save(shop, input.id.map(i64::from), &input.content, None)
}

pub(super) fn save(
    shop: &Shop,
    id: Option<i64>,
    content: &CampaignContent,
    copied_from: Option<i64>,
) -> Result<u32> {
    let message = message(shop, content)?;
    let said = settings(shop, content)?;
    let now = shop.clock().now();
    shop.write(|tx| {
        Ok(number(tx.write_campaign(
            id,
            &message,
            &said,
            copied_from,
            now,
        )?))
    })
}

/// Puts something right in the document of a draft, where the program can.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, [`Code::Conflict`] when who gets it is settled.
pub fn mend_campaign(shop: &Shop, input: &MendCampaign) -> Result<CampaignDetail> {
    let mut content = get_campaign(shop, input.id)?.content;
    let document = match &mut content.other_document {
        Some(other) if input.other => other,
        _ => &mut content.document,
    };
    let fix = match input.fix.clone() {
        MailFix::AddFallback {
            place,
            name,
            fallback,
        } => Fix::AddFallback {
            place,
            name,
            fallback,
        },
        MailFix::FooterLast => Fix::FooterLast,
        MailFix::SetColour { role, colour } => Fix::SetColour { role, colour },
    };
    if let Some(mended) = pannier_compose::fix(document, &fix) {
        *document = mended;
    }
    save(shop, Some(input.id.into()), &content, None)?;
    get_campaign(shop, input.id)
}

/// Takes a draft away.
///
/// # Errors
/// [`Code::Conflict`] when who gets it is settled: then it stays in the list.
pub fn delete_campaign(shop: &Shop, id: u32) -> Result<()> {
    shop.write(|tx| {
        tx.campaign(id.into())?;
        Ok(tx.remove_sending(id.into())?)
    })
}

/// Writes a campaign anew as a draft; gives its number. It is another offer: without an end and
/// without codes, which are said anew.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, or what the shop file says.
pub fn copy_campaign(shop: &Shop, id: u32) -> Result<u32> {
    let mut content = get_campaign(shop, id)?.content;
    content.starts_at = None;
    content.offer.ends_at = None;
    if let OfferCodes::Shared { code } = &mut content.offer.codes {
        code.clear();
    }
    let room = LONGEST_NAME - " (copy)".len();
    let name: String = content.name.chars().take(room).collect();
    content.name = format!("{name} (copy)");
    let gone = |account: u32| {
        shop.read(|tx| Ok(tx.mail_account(account.into())?))
            .is_err()
    };
    content.account = content.account.filter(|account| !gone(*account));
    save(shop, None, &content, Some(id.into()))
}

/// All campaigns, the newest first.
///
/// # Errors
/// What the shop file says.
pub fn list_campaigns(shop: &Shop) -> Result<Vec<CampaignRow>> {
    let context = shop.context()?;
    let now = shop.clock().now();
    shop.read(|tx| {
        let records = tx.campaigns()?;
        let campaigns = records.into_iter().map(Campaign::of);
        campaigns
            .map(|campaign| row(shop, tx, &campaign?, &context, now))
            .collect()
    })
}

fn row(
    shop: &Shop,
    tx: &ReadTx,
    campaign: &Campaign,
    context: &ShopContext,
    now: Timestamp,
) -> Result<CampaignRow> {
    let said = &campaign.record.settings;
    let record = tx.sending(campaign.record.sending)?;
    let result_at = record
        .started_at
        .map(|at| window_end(at, said.window_days, context.zone));
    Ok(CampaignRow {
        kind: kind_of(&said.kind)?,
        offer: offer_shown(&campaign.offer, context.currency),
        ends_at: said.ends_at.map(|at| at.0),
        is_over: said.ends_at.is_some_and(|at| at <= now),
        result_at: result_at.map(|at| at.0),
        sending: message_row(shop, tx, &record)?,
    })
}

/// When the orders of a campaign are counted: through the last day of its window.
pub(super) fn window_end(started_at: Timestamp, days: u16, zone: ShopZone) -> Timestamp {
    zone.start_of(zone.day_of(started_at).plus_days(i64::from(days)))
}

/// What is offered, to be shown; nothing where nothing is.
pub(super) fn offer_shown(offer: &CampaignOffer, currency: Currency) -> Option<OfferShown> {
    let amount = |minor: Minor| Amount::new(minor.0, currency);
    let gives = match offer.terms.as_ref()? {
        OfferTerms::Percent { percent } => OfferGives::Percent { percent: *percent },
        OfferTerms::Amount { amount: off } => OfferGives::Amount {
            amount: amount(*off),
        },
        OfferTerms::FreeShipping => OfferGives::FreeShipping,
        OfferTerms::Gift { what } => OfferGives::Gift {
            what: what.trim().to_owned(),
        },
        OfferTerms::GiftCard { amount: worth, .. } => OfferGives::GiftCard {
            amount: amount(*worth),
        },
    };
    Some(OfferShown {
        gives,
        minimum: offer.minimum.map(amount),
    })
}

/// What is offered, in a few words, for files of other programs; empty where nothing is.
pub(super) fn offer_words(offer: &CampaignOffer, context: &ShopContext) -> String {
    let amount = |minor: i64| {
        let money = Money::new(minor, context.currency);
        format!("{} {}", money.text(), context.currency.code())
    };
    let what = match &offer.terms {
        None => return String::new(),
        Some(OfferTerms::Percent { percent }) => format!("{percent} % off"),
        Some(OfferTerms::Amount { amount: off }) => format!("{} off", amount(off.0)),
        Some(OfferTerms::FreeShipping) => "Free shipping".to_owned(),
        Some(OfferTerms::Gift { what }) => format!("{} as a gift", what.trim()),
        Some(OfferTerms::GiftCard { amount: worth, .. }) => {
            format!("A gift card of {}", amount(worth.0))
        }
    };
    match offer.minimum {
        Some(minimum) => format!("{what} from {}", amount(minimum.0)),
        None => what,
    }
}

/// One campaign.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, or what the shop file says.
pub fn get_campaign(shop: &Shop, id: u32) -> Result<CampaignDetail> {
    let context = shop.context()?;
    let now = shop.clock().now();
    shop.read(|tx| {
        let campaign = Campaign::read(tx, id)?;
        let record = tx.sending(id.into())?;
        let message = message_content(&record.settings, context.zone);
        let said = &campaign.record.settings;
        let mut accounts = tx.mail_accounts()?.into_iter();
        let from = accounts.find(|account| Some(account.id) == record.settings.account);
        let copied_from = match campaign.record.copied_from {
            Some(of) => Some(tx.sending(of)?.settings.name),
            None => None,
        };
        let tested = campaign
            .record
            .tested
            .filter(|(_, of)| *of == hash_of(said));
        let is_own = !matches!(campaign.offer.codes, OfferCodes::None);
        Ok(CampaignDetail {
            row: row(shop, tx, &campaign, &context, now)?,
            from: from.map_or_else(String::new, |account| account.settings.address),
            codes: codes_of(tx, &campaign.record, is_own)?,
            tested_at: tested.map(|(at, _)| at.0),
            copied_from,
            currency: context.currency.code().to_owned(),
            zone: context.zone.name().to_owned(),
            content: CampaignContent {
                name: message.name,
                kind: kind_of(&said.kind)?,
                audience: campaign.audience,
                offer: campaign.offer,
                document: campaign.document,
                other_document: campaign.other,
                other_percent: percent(said.other_share),
                account: message.account,
                holdout_percent: message.holdout_percent,
                starts_at: message.starts_at,
                quiet_from: message.quiet_from,
                quiet_until: message.quiet_until,
                late_hours: message.late_hours,
                window_days: said.window_days,
                worth_having_percent: said.worth_having,
                attribution_days: said.attribution_days,
            },
        })
    })
}

fn percent(millionths: u32) -> u8 {
    match u8::try_from(millionths / 10_000).unwrap_or(50) {
        0 => 50,
        percent => percent,
    }
}

/// A hash of what a test shows: offer and mails.
pub(super) fn hash_of(said: &CampaignSettings) -> [u8; 32] {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    let other = said.other_document.as_deref().unwrap_or_default();
    for part in [&said.document, other, &said.offer] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Codes of a campaign, where it has any.
pub(super) fn codes_of(tx: &ReadTx, record: &CampaignRecord, has: bool) -> Result<CampaignCodes> {
    if !has {
        return Ok(CampaignCodes::default());
    }
    let stock = tx.code_stock(record.sending)?;
    Ok(CampaignCodes {
        listed: count(stock.listed),
        free: count(stock.free),
        used: count(stock.used),
        given: count(tx.taken_codes(record.sending)?.len() as u64),
        exported_at: record.exported_at.map(|at| at.0),
    })
}

/// Nothing asks this to stop: it is over in a moment.
pub(super) fn unasked() -> Cancel {
    Cancel::default()
}
