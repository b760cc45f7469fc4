//! What has to hold before a campaign goes out.

use serde::Serialize;
use specta::Type;

use super::{CampaignPeople, SaidValue};

/// What a gate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GateGroup {
    /// Who gets it.
    People,
    /// What the mail says.
    Message,
    /// What is offered.
    Offer,
    /// How it goes out.
    Sending,
}

/// How a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GateLevel {
    /// Nothing can be sent before it is mended.
    Stop,
    /// It can, but look at it.
    Warn,
    /// All is well.
    Fine,
}

/// The gates; the same in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GateCode {
    /// Somebody is meant, and somebody may be written to.
    Audience,
    /// Everyone agreed to get mail.
    Consent,
    /// Whoever said no, or whose address failed, is left out.
    Suppressed,
    /// What the consent of most rests on is not old.
    ListAge,
    /// Somebody is held back, and enough of them.
    Measure,
    /// Other mails to the same people.
    OtherMail,
    /// A finding of the document.
    Document,
    /// All copies can be made.
    Copies,
    /// The products that the mail names are there.
    Products,
    /// Everyone has products.
    OwnProducts,
    /// Pictures are on this computer.
    Pictures,
    /// The mail is small enough.
    Size,
    /// One can unsubscribe in the body and in the header.
    Unsubscribe,
    /// The postal address is there.
    PostalAddress,
    /// There is a text part.
    TextPart,
    /// What is offered makes sense.
    Terms,
    /// An order with it leaves something, as far as costs are known.
    Margin,
    /// The end lies ahead, and all mails can leave before it.
    Deadline,
    /// There are enough codes.
    Codes,
    /// The codes are in the shop.
    CodesInShop,
    /// Nobody got the same offer with another end.
    SameOffer,
    /// Mail has a sender.
    Sender,
    /// The domain of the sender says that mail is from it.
    Domain,
    /// A test was sent.
    Test,
    /// When the last mail leaves.
    Time,
}

/// What would mend something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum GateFix {
    /// Open the step Audience.
    OpenAudience,
    /// Open the step Offer.
    OpenOffer,
    /// Open the step Message.
    OpenMessage,
    /// Put something right in the document; of the other mail where `other`.
    Document {
        /// What.
        fix: pannier_compose::Fix,
        /// In the other mail of a test.
        other: bool,
    },
    /// Hold back more.
    HoldBack {
        /// So many percent.
        percent: u8,
    },
    /// Add codes to the list.
    AddCodes,
    /// Write the codes to a file for the shop.
    ExportCodes,
    /// Fetch pictures of products.
    FetchPictures,
    /// Open the settings of mail: accounts.
    OpenAccounts,
    /// Open the settings of mail: the shop's name and postal address.
    OpenIdentity,
    /// Look what the domain says of mail.
    CheckDomain {
        /// The account.
        account: u32,
    },
    /// Send a test.
    SendTest,
}

/// One gate.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    /// Which.
    pub code: GateCode,
    /// What it is about.
    pub group: GateGroup,
    /// How it stands.
    pub level: GateLevel,
    /// A short line.
    pub title: String,
    /// More of it; may be empty.
    pub words: String,
    /// What stands in both for `{0}`, `{1}` and so on.
    pub values: Vec<SaidValue>,
    /// What the button that mends it does, where there is one.
    pub fix: Option<GateFix>,
    /// Its words.
    pub fix_words: String,
}

/// All gates of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignCheck {
    /// By what they are about; within that the worst first.
    pub gates: Vec<Gate>,
    /// How many keep it from being sent.
    pub stops: u32,
    /// How many are worth a look.
    pub warnings: u32,
    /// Who gets it.
    pub people: CampaignPeople,
    /// Minutes until the last one would be sent, as far as the account's limits tell; nothing without
    /// one.
    pub minutes: Option<u32>,
    /// When that is, if it were started now (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub done_at: Option<i64>,
}
