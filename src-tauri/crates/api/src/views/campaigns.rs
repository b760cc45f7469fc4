//! Campaigns: for whom, what is offered, what the mail says, and how it stands.

mod check;
mod look;
mod result;
mod said;

use pannier_compose::{CampaignKind, Document, Language};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The language of a mail, and a name that can stand in its texts.
pub use pannier_compose::{Language as CampaignLanguage, Variable as CampaignVariable};

use super::{Amount, Minor, SendingRow};

pub use check::*;
pub use look::*;
pub use result::*;
pub use said::*;

/// Whom a campaign is for: everyone whom any of these names, without those of `minus`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignAudience {
    /// Rules of its own as a sentence; empty: none.
    pub rules: String,
    /// Saved segments.
    pub segments: Vec<u32>,
    /// Saved segments whose people are left out.
    pub minus: Vec<u32>,
    /// Whoever got another mail within so many days waits, and is left out where the offer ends
    /// before; 0: nobody waits.
    pub cap_days: u16,
}

/// What an offer gives. Amounts are minor units of the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum OfferTerms {
    /// A part off.
    Percent {
        /// 1 to 100.
        percent: u8,
    },
    /// An amount off.
    Amount {
        /// How much.
        amount: Minor,
    },
    /// Shipping costs nothing; from an amount on where the offer has a minimum.
    FreeShipping,
    /// Something with an order.
    Gift {
        /// What, in the shop's words.
        what: String,
    },
    /// A gift card.
    GiftCard {
        /// What it is worth.
        amount: Minor,
        /// What is said with it; names such as `{{ first_name or "friend" }}` can stand in it.
        message: String,
    },
}

/// What an offer gives, to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum OfferGives {
    /// A part off.
    Percent {
        /// 1 to 100.
        percent: u8,
    },
    /// An amount off.
    Amount {
        /// How much.
        amount: Amount,
    },
    /// Shipping costs nothing.
    FreeShipping,
    /// Something with an order.
    Gift {
        /// What, in the shop's words.
        what: String,
    },
    /// A gift card.
    GiftCard {
        /// What it is worth.
        amount: Amount,
    },
}

/// What is offered, to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OfferShown {
    /// What it gives.
    pub gives: OfferGives,
    /// From which amount of an order on.
    pub minimum: Option<Amount>,
}

/// Which products an offer is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum OfferProducts {
    /// All of them.
    #[default]
    All,
    /// These.
    Chosen {
        /// Their keys.
        products: Vec<String>,
    },
    /// What each reader noted or looked at: whoever did neither is left out.
    WishedOrViewed,
    /// What is recommended to each reader.
    Recommended,
}

/// Codes of an offer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum OfferCodes {
    /// None is needed.
    #[default]
    None,
    /// One for everybody.
    Shared {
        /// The code.
        code: String,
    },
    /// One for each, from the shop's own list.
    Listed,
    /// One for each, made here and handed to the shop.
    Made,
}

/// What is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignOffer {
    /// What it gives; nothing: the mail offers nothing.
    pub terms: Option<OfferTerms>,
    /// From which amount of an order on.
    pub minimum: Option<Minor>,
    /// The shop's local time at which it ends for everyone, such as `2026-07-12T23:59`; nothing: it
    /// has no end.
    pub ends_at: Option<String>,
    /// Which products it is for.
    pub products: OfferProducts,
    /// Its codes.
    pub codes: OfferCodes,
    /// From which amount on shipping is free in the shop anyway; nothing: never.
    pub free_shipping_from: Option<Minor>,
}

/// All that a campaign says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignContent {
    /// What the merchant calls it.
    pub name: String,
    /// What it began as; nothing: an empty mail.
    pub kind: Option<CampaignKind>,
    /// For whom.
    pub audience: CampaignAudience,
    /// What is offered.
    pub offer: CampaignOffer,
    /// What the mail says.
    pub document: Document,
    /// What a part of the readers gets instead, to compare the two.
    pub other_document: Option<Document>,
    /// Percent of the readers who get the other mail, 10 to 90; of no meaning without one.
    pub other_percent: u8,
    /// The account that it goes out from.
    pub account: Option<u32>,
    /// Percent of those who may be written to who are held back, 0 to 90.
    pub holdout_percent: u8,
    /// The shop's local time before which nothing is sent; nothing: at once.
    pub starts_at: Option<String>,
    /// The reader's time of day from which nothing is sent, such as `21:00`.
    pub quiet_from: Option<String>,
    /// The reader's time of day until which nothing is sent, such as `08:00`.
    pub quiet_until: Option<String>,
    /// Hours after its time from which it asks before it begins.
    pub late_hours: u16,
    /// Days that orders are counted, from the first mail.
    pub window_days: u16,
    /// The least rise worth having: percent of what a customer spends otherwise, 1 to 100.
    pub worth_having_percent: u8,
    /// Days after a mail within which an order may be put down to it.
    pub attribution_days: u16,
}

/// A campaign to be begun.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CreateCampaign {
    /// What for; nothing: an empty mail.
    pub kind: Option<CampaignKind>,
    /// What the merchant calls it; nothing: after its kind and the month.
    pub name: Option<String>,
    /// Its language; nothing: that of the shop's country, else English.
    pub language: Option<Language>,
    /// Only for people of this saved segment.
    pub segment: Option<u32>,
}

/// How far a kind of campaign reaches, if it were begun now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignKindReach {
    /// The kind.
    pub kind: CampaignKind,
    /// People who may be written to.
    pub people: u32,
    /// Why it reaches nobody; empty where it reaches somebody.
    pub problem: String,
}

/// A design that a mail can begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignDesign {
    /// Its own name, the same in every version.
    pub name: String,
    /// What it is good for.
    pub kind: CampaignKind,
    /// It, with words of that kind.
    pub document: Document,
}

/// A campaign to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveCampaign {
    /// A draft; nothing: a new one.
    pub id: Option<u32>,
    /// What it is.
    pub content: CampaignContent,
}

/// Codes of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignCodes {
    /// In the shop's own list.
    pub listed: u32,
    /// Of them, those that can be given away.
    pub free: u32,
    /// Of them, those that an order carries already.
    pub used: u32,
    /// Codes that people have.
    pub given: u32,
    /// When they were first written to a file for the shop (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub exported_at: Option<i64>,
}

/// A campaign in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignRow {
    /// Where its message stands. Its id is the campaign's.
    pub sending: SendingRow,
    /// What it began as.
    pub kind: Option<CampaignKind>,
    /// What it offers.
    pub offer: Option<OfferShown>,
    /// When the offer ends (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub ends_at: Option<i64>,
    /// The offer is over.
    pub is_over: bool,
    /// When the result can be read (UTC milliseconds), once it has begun to go out.
    #[specta(type = Option<specta_typescript::Number>)]
    pub result_at: Option<i64>,
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignDetail {
    /// Where it stands.
    pub row: CampaignRow,
    /// What it says.
    pub content: CampaignContent,
    /// The address that it goes out from; empty while none was chosen.
    pub from: String,
    /// Its codes.
    pub codes: CampaignCodes,
    /// When a test of it as it is now was sent (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub tested_at: Option<i64>,
    /// The campaign that it was copied from, while that is there.
    pub copied_from: Option<String>,
    /// The shop's currency: of all amounts of the offer.
    pub currency: String,
    /// The shop's zone: of all its times.
    pub zone: String,
}

/// Who would get a campaign, if it were planned now.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignPeople {
    /// Everyone meant.
    pub people: u32,
    /// May be written to; those who would be held back among them.
    pub eligible: u32,
    /// Would get it.
    pub ready: u32,
    /// Would be held back by chance.
    pub held_out: u32,
    /// Of those who would get it, those who wait because of another mail.
    pub waiting: u32,
    /// Would be left out, by why.
    pub reasons: Vec<super::OutboxReasonCount>,
    /// Whom it is for, in words.
    pub words: String,
    /// What a comparison of this size can show.
    pub can_show: CampaignCanShow,
    /// What has to be mended before anyone can be found; empty where nothing has.
    pub problem: String,
}

/// What a comparison of some size can show at all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignCanShow {
    /// The least difference of revenue a customer that would show four times out of five; nothing
    /// where there are too few people or orders.
    pub revenue: Option<Amount>,
    /// The least rise that would show, in percent, of what decides; nothing where nothing would.
    pub percent: Option<u32>,
    /// Percent to hold back with which the least rise worth having would show; nothing where it does
    /// already, or where no share is enough.
    pub hold_back_percent: Option<u8>,
    /// It in words.
    pub words: String,
    /// What stands in those for `{0}`, `{1}` and so on.
    pub values: Vec<SaidValue>,
    /// The least rise worth having would not show.
    pub is_too_few: bool,
}

/// A picture that was added, for a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignPicture {
    /// What a document names it by; also its key under `picture:`.
    pub file: String,
    /// The name of its file.
    pub name: String,
}

/// Which picture is the shop's logo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetShopLogo {
    /// A picture that was added; nothing for the shop's name alone.
    pub file: Option<String>,
}

/// Products to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListCampaignProducts {
    /// In whose name, category, maker or SKU this stands.
    pub search: String,
    /// These alone, in this order; empty: all.
    pub keys: Vec<String>,
    /// At most so many, up to 200.
    pub limit: u32,
}

/// A product to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignProduct {
    /// What a document names it by.
    pub key: String,
    /// Its name; empty where it is not there any more.
    pub name: String,
    /// What it costs.
    pub price: Option<Amount>,
    /// The key of its picture under `picture:`, where it is on this computer.
    pub picture: Option<String>,
    /// It is not there any more, or not sold.
    pub gone: bool,
}

/// A kept block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptBlock {
    /// Its number.
    pub id: u32,
    /// What the merchant calls it.
    pub name: String,
    /// What it is. In a document it needs an id of its own.
    pub block: pannier_compose::Block,
}

/// A block to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepBlock {
    /// What the merchant calls it; one of that name is replaced.
    pub name: String,
    /// What it is.
    pub block: pannier_compose::Block,
}

/// Codes of the shop's own for a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddCampaignCodes {
    /// The campaign.
    pub id: u32,
    /// One code a line, or a CSV file whose first column they are.
    pub text: String,
    /// In the place of those that are there; only while it is a draft.
    pub instead: bool,
}

/// What became of a list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodesAdded {
    /// New in the list.
    pub added: u32,
    /// Were in it already.
    pub known: u32,
    /// The list now.
    pub codes: CampaignCodes,
}

/// A file of a campaign's codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportCampaignCodes {
    /// The campaign.
    pub id: u32,
    /// What the file is for.
    pub target: super::CodesTarget,
    /// For WooCommerce: a code can only be used with the address of whose it is.
    pub only_theirs: bool,
    /// For Shopware: the id of the promotion, 32 signs from 0 to 9 and a to f.
    pub promotion: Option<String>,
}

/// Something in the document of a draft to be put right by the program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MendCampaign {
    /// The campaign.
    pub id: u32,
    /// In the other mail of a test.
    pub other: bool,
    /// What to do.
    pub fix: MailFix,
}

/// What the program can put right in a mail by itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum MailFix {
    /// Say what stands for a name otherwise.
    AddFallback {
        /// The place of the text.
        place: String,
        /// The name.
        name: String,
        /// What would stand there.
        fallback: String,
    },
    /// Add a footer at the end, or move the one there is.
    FooterLast,
    /// Change a colour.
    SetColour {
        /// Which.
        role: pannier_compose::ColourRole,
        /// The nearest one that can be read.
        colour: pannier_compose::Colour,
    },
}

/// A campaign to be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartCampaign {
    /// The campaign.
    pub id: u32,
    /// Although its time passed while Pannier was closed.
    pub although_late: bool,
    /// Its codes are in the shop, although no file of them was written here.
    pub codes_are_in_shop: bool,
}
