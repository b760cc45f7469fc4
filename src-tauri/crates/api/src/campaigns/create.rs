//! Campaigns ready to use: for whom, what is offered and what the mail says, filled in for the shop.

use chrono::{Days, NaiveTime};
use pannier_compose::{
    Align, Block, CampaignKind, Content, Document, Footer, Ground, Language, LanguageChoice, Logo,
    Text, TextStyle, VERSION, designs, kind_document,
};

use super::{
    audience::considered,
    content::{save, unasked},
};
use crate::{
    Result, Shop,
    sending::{count, number},
    shop::ShopContext,
    views::{
        CampaignAudience, CampaignContent, CampaignDesign, CampaignKindReach, CampaignOffer,
        CreateCampaign, Minor, OfferCodes, OfferProducts, OfferTerms,
    },
};

/// Percent of the readers who are held back at first.
const HOLDOUT_PERCENT: u8 = 10;
/// Days that orders are counted at first.
const WINDOW_DAYS: u16 = 30;
/// The least rise worth having at first (percent).
const WORTH_HAVING_PERCENT: u8 = 10;
/// Days after a mail within which an order may be put down to it, at first.
const ATTRIBUTION_DAYS: u16 = 5;
/// Nobody gets two mails within so many days, at first.
const CAP_DAYS: u16 = 7;
/// Hours after its time from which a campaign asks before it begins.
const LATE_HOURS: u16 = 2;
/// Where a shop has no orders to tell by, a usual order (whole units of its currency).
const USUAL_ORDER: i64 = 50;

/// Begins a campaign as a draft, ready to be changed; gives its number.
///
/// # Errors
/// [`crate::Code::Validation`] for a segment that is not there, or what the shop file says.
pub fn create_campaign(shop: &Shop, input: &CreateCampaign) -> Result<u32> {
    let context = shop.context()?;
    let language = input
        .language
        .or_else(|| Language::of_country(&context.country))
        .unwrap_or_default();
    let usual = usual_order(shop, &context)?;
    let name = input.name.as_deref().map(str::trim);
    let name = match name.filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => name_of(input.kind, &context),
    };
    let account = shop.read(|tx| Ok(tx.mail_accounts()?))?;
    let account = account.first().map(|account| number(account.id));
    let audience = audience(input.kind, input.segment);
    let content = CampaignContent {
        name,
        kind: input.kind,
        audience,
        offer: offer(input.kind, usual, &context),
        document: match input.kind {
            Some(kind) => kind_document(kind, language),
            None => empty(language),
        },
        other_document: None,
        other_percent: 50,
        account,
        holdout_percent: HOLDOUT_PERCENT,
        starts_at: None,
        quiet_from: Some("21:00".to_owned()),
        quiet_until: Some("08:00".to_owned()),
        late_hours: LATE_HOURS,
        window_days: WINDOW_DAYS,
        worth_having_percent: WORTH_HAVING_PERCENT,
        attribution_days: ATTRIBUTION_DAYS,
    };
    save(shop, None, &content, None)
}

/// How far each kind would reach, if it were begun now; only among people of a saved segment, where
/// one is named.
///
/// # Errors
/// What the shop file says.
pub fn campaign_kinds(shop: &Shop, segment: Option<u32>) -> Result<Vec<CampaignKindReach>> {
    let kinds = CampaignKind::ALL.into_iter();
    kinds.map(|kind| reach(shop, kind, segment)).collect()
}

fn reach(shop: &Shop, kind: CampaignKind, segment: Option<u32>) -> Result<CampaignKindReach> {
    let audience = audience(Some(kind), segment);
    let (people, problem) = match considered(shop, &audience, &unasked()) {
        Ok(considered) if considered.eligible.is_empty() => (0, nobody(kind).to_owned()),
        Ok(considered) => (count(considered.eligible.len() as u64), String::new()),
        Err(error) if error.field.is_some() => (0, error.message),
        Err(error) => return Err(error),
    };
    Ok(CampaignKindReach {
        kind,
        people,
        problem,
    })
}

/// Why a kind reaches nobody.
const fn nobody(kind: CampaignKind) -> &'static str {
    match kind {
        CampaignKind::FlashOffer => "Nobody has noted a product lately",
        CampaignKind::CartLeft => "Nobody has left a cart lately",
        CampaignKind::PointsStatement => "Nobody has points yet",
        CampaignKind::WinBack => "Nobody has been quiet that long",
        CampaignKind::Reward
        | CampaignKind::FreeShipping
        | CampaignKind::NewLikeBought
        | CampaignKind::ThankYou
        | CampaignKind::GiftCard => "Nobody may be written to",
    }
}

/// Whom a campaign is for at first.
fn audience(kind: Option<CampaignKind>, segment: Option<u32>) -> CampaignAudience {
    CampaignAudience {
        // Where the merchant said for whom, that holds.
        rules: match segment {
            Some(_) => "",
            None => kind.map_or("", rules),
        }
        .to_owned(),
        segments: segment.into_iter().collect(),
        cap_days: CAP_DAYS,
        ..CampaignAudience::default()
    }
}

/// The designs that a mail can begin with, in a language.
pub fn campaign_designs(language: Language) -> Vec<CampaignDesign> {
    let all = designs(language).into_iter();
    all.map(|design| CampaignDesign {
        name: design.name.to_owned(),
        kind: design.kind,
        document: design.document,
    })
    .collect()
}

/// The names that can stand in texts.
pub fn campaign_variables() -> Vec<pannier_compose::Variable> {
    pannier_compose::Variable::ALL.to_vec()
}

/// What a usual order comes to (minor units).
fn usual_order(shop: &Shop, context: &ShopContext) -> Result<i64> {
    let all = crate::people::everyone(shop)?;
    let orders: i64 = all.orders.iter().map(|orders| i64::from(*orders)).sum();
    let spent: i64 = all.spent.iter().sum();
    let unit = 10_i64.pow(context.currency.exponent());
    let usual = if orders > 0 { spent / orders } else { 0 };
    Ok(if usual > 0 { usual } else { USUAL_ORDER * unit })
}

/// An amount that looks like one: whole fives of the currency's units, at least one of them.
fn round(minor: i64, context: &ShopContext) -> i64 {
    let five = 5 * 10_i64.pow(context.currency.exponent());
    (minor / five).max(1) * five
}

fn name_of(kind: Option<CampaignKind>, context: &ShopContext) -> String {
    let what = match kind {
        None => "A mail",
        Some(CampaignKind::Reward) => "A reward",
        Some(CampaignKind::FlashOffer) => "Wishlist offer",
        Some(CampaignKind::FreeShipping) => "Free shipping",
        Some(CampaignKind::WinBack) => "Come back",
        Some(CampaignKind::NewLikeBought) => "New for you",
        Some(CampaignKind::ThankYou) => "Thank you",
        Some(CampaignKind::PointsStatement) => "Your points",
        Some(CampaignKind::CartLeft) => "Cart left",
        Some(CampaignKind::GiftCard) => "Gift card",
    };
    // As one says a day: this is a name, and no column of a table.
    let day = context.zone.local(context.zone.start_of(context.today));
    format!("{what}, {}", day.format("%-d %B"))
}

/// Whom a kind is for, as a sentence of rules.
fn rules(kind: CampaignKind) -> &'static str {
    match kind {
        CampaignKind::Reward => "orders at least 2",
        CampaignKind::FlashOffer => "wishlisted anything in the last 90 days but not bought since",
        CampaignKind::WinBack => "last order not in the last 180 days",
        CampaignKind::FreeShipping | CampaignKind::NewLikeBought => "orders at least 1",
        CampaignKind::ThankYou => "high-value",
        CampaignKind::PointsStatement => "points at least 1",
        CampaignKind::CartLeft => "left a cart in the last 30 days but not bought since",
        CampaignKind::GiftCard => "orders at least 3",
    }
}

/// What a kind offers, by what a usual order comes to.
fn offer(kind: Option<CampaignKind>, usual: i64, context: &ShopContext) -> CampaignOffer {
    let ends_in = |days: u64| {
        let day = context
            .zone
            .local(context.zone.start_of(context.today))
            .date();
        let time = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default();
        let at = day.checked_add_days(Days::new(days)).unwrap_or(day);
        Some(at.and_time(time).format("%Y-%m-%dT%H:%M").to_string())
    };
    let percent = |percent: u8| Some(OfferTerms::Percent { percent });
    let Some(kind) = kind else {
        return CampaignOffer::default();
    };
    match kind {
        CampaignKind::Reward => CampaignOffer {
            terms: percent(10),
            ends_at: ends_in(30),
            codes: OfferCodes::Made,
            ..CampaignOffer::default()
        },
        CampaignKind::FlashOffer => CampaignOffer {
            terms: percent(15),
            ends_at: ends_in(3),
            products: OfferProducts::WishedOrViewed,
            codes: OfferCodes::Made,
            ..CampaignOffer::default()
        },
        CampaignKind::FreeShipping => {
            // A little above a usual order: what is missing is one small thing.
            let from = Minor(round(usual + usual / 4, context));
            CampaignOffer {
                terms: Some(OfferTerms::FreeShipping),
                minimum: Some(from),
                ends_at: ends_in(14),
                products: OfferProducts::Recommended,
                free_shipping_from: Some(from),
                ..CampaignOffer::default()
            }
        }
        CampaignKind::WinBack => CampaignOffer {
            terms: percent(15),
            ends_at: ends_in(14),
            products: OfferProducts::Recommended,
            codes: OfferCodes::Made,
            ..CampaignOffer::default()
        },
        CampaignKind::NewLikeBought => CampaignOffer {
            products: OfferProducts::Recommended,
            ..CampaignOffer::default()
        },
        CampaignKind::ThankYou => CampaignOffer {
            terms: Some(OfferTerms::Gift {
                what: "A small thank-you".to_owned(),
            }),
            ends_at: ends_in(30),
            codes: OfferCodes::Made,
            ..CampaignOffer::default()
        },
        CampaignKind::PointsStatement | CampaignKind::CartLeft => CampaignOffer::default(),
        CampaignKind::GiftCard => CampaignOffer {
            terms: Some(OfferTerms::GiftCard {
                amount: Minor(round(usual / 4, context)),
                message: "A little something, {{ first_name or \"friend\" }}".to_owned(),
            }),
            ends_at: ends_in(60),
            codes: OfferCodes::Made,
            ..CampaignOffer::default()
        },
    }
}

/// An empty mail: the shop's name, a line, and what has to stand under it.
fn empty(language: Language) -> Document {
    let block = |id: &str, content: Content| Block {
        id: id.to_owned(),
        ground: Ground::Card,
        content,
    };
    Document {
        version: VERSION,
        language: LanguageChoice::One { language },
        subject: String::new(),
        preview: String::new(),
        look: kind_document(CampaignKind::Reward, language).look,
        blocks: vec![
            block(
                "logo",
                Content::Logo(Logo {
                    file: None,
                    alt: String::new(),
                    width: 160,
                    align: Align::Center,
                }),
            ),
            block(
                "text",
                Content::Text(Text {
                    words: String::new(),
                    style: TextStyle::Body,
                    align: Align::Start,
                }),
            ),
            block("footer", Content::Footer(Footer { why: String::new() })),
        ],
        translations: std::collections::BTreeMap::new(),
    }
}
